// Moves shifts in the table of the schedule: with the pointer, or with Alt and the arrows.
// It fills in and sends the form that the list has for the same shift; without it, that form does.
(() => {
  "use strict";
  const table = document.querySelector(".schedule");
  if (!table) return;
  const step = Number(table.dataset.step);
  const status = document.querySelector("#schedule-status");
  const columns = [...table.querySelectorAll("thead th[data-place]")];
  const A_DAY = 24 * 60;
  const SHORTEST = 10;
  document.querySelector("#schedule-help").hidden = false;
  // An address names a shift by its row in the list, which is not shown beside the table.
  const named = location.hash.match(/^#shift-(\d+)$/);
  if (named) table.querySelector(`[data-shift="${named[1]}"]`)?.scrollIntoView({ block: "center" });

  const clock = (minutes) => {
    const shown = ((minutes % A_DAY) + A_DAY) % A_DAY;
    return `${String(Math.floor(shown / 60)).padStart(2, "0")}:${String(shown % 60).padStart(2, "0")}`;
  };
  const rowHeight = () => {
    const rows = table.querySelectorAll("tbody tr");
    return (rows[rows.length - 1].getBoundingClientRect().bottom - rows[0].getBoundingClientRect().top) / rows.length;
  };

  // One wish at a time: where a shift would go if it were dropped now.
  let wish = null;

  function begin(cell) {
    if (wish?.cell === cell) return;
    forget();
    wish = {
      cell,
      from: Number(cell.dataset.from),
      to: Number(cell.dataset.to),
      place: cell.dataset.place,
    };
    cell.classList.add("is-moving");
  }

  function forget() {
    if (!wish) return;
    wish.cell.classList.remove("is-moving");
    wish.cell.style.transform = "";
    wish.cell.style.paddingBlockEnd = "";
    wish = null;
    status.textContent = "";
  }

  function change(by) {
    const start = Number(wish.cell.dataset.from);
    const end = Number(wish.cell.dataset.to);
    const rows = by.move ?? 0;
    wish.from = Math.min(Math.max(start + rows * step, 0), A_DAY - step);
    wish.to = wish.from + Math.max(end - start + (by.stretch ?? 0) * step, SHORTEST);
    if (by.column) wish.place = by.column.dataset.place;
    const column = columns.find((each) => each.dataset.place === wish.place);
    const place = column ? column.textContent.trim() : "";
    status.textContent = `${clock(wish.from)}–${clock(wish.to)} ${place}`;
    const home = columns.find((each) => each.dataset.place === wish.cell.dataset.place);
    const across = column && home ? column.getBoundingClientRect().x - home.getBoundingClientRect().x : 0;
    const height = rowHeight();
    const down = ((wish.from - start) / step) * height;
    wish.cell.style.transform = `translate(${across}px, ${down}px)`;
    const longer = ((wish.to - wish.from - (end - start)) / step) * height;
    wish.cell.style.paddingBlockEnd = longer > 0 ? `${longer}px` : "";
  }

  function save() {
    const { cell, from, to, place } = wish;
    const isSame = from === Number(cell.dataset.from) && to === Number(cell.dataset.to) && place === cell.dataset.place;
    const isNowhere = place === "" && cell.dataset.home !== "";
    if (isSame || isNowhere) return forget();
    const form = document.getElementById(`move-${cell.dataset.shift}`);
    if (!form) return forget();
    form.elements.hour.value = clock(from);
    form.elements.ends.value = clock(to);
    // The place of the mission itself needs no choice.
    if (place !== cell.dataset.place) form.elements.place.value = place === cell.dataset.home ? "" : place;
    form.requestSubmit();
  }

  function columnAt(x) {
    return columns.find((each) => {
      const box = each.getBoundingClientRect();
      return x >= box.left && x < box.right;
    });
  }

  for (const cell of table.querySelectorAll("[data-shift]")) {
    const grip = document.createElement("span");
    grip.className = "schedule__grip";
    grip.setAttribute("aria-hidden", "true");
    cell.append(grip);
    cell.querySelector("a").draggable = false;
    let pressed = null;
    let hasMoved = false;

    cell.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      pressed = { x: event.clientX, y: event.clientY, stretches: event.target === grip };
      hasMoved = false;
    });
    cell.addEventListener("pointermove", (event) => {
      if (!pressed) return;
      const rows = Math.round((event.clientY - pressed.y) / rowHeight());
      if (!hasMoved) {
        if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 6) return;
        hasMoved = true;
        cell.setPointerCapture(event.pointerId);
        begin(cell);
      }
      change(pressed.stretches ? { stretch: rows } : { move: rows, column: columnAt(event.clientX) });
    });
    cell.addEventListener("pointerup", () => {
      pressed = null;
      if (hasMoved && wish) save();
    });
    cell.addEventListener("pointercancel", () => {
      pressed = null;
      forget();
    });
    // The end of a drag is not a click on the link.
    cell.addEventListener("click", (event) => {
      if (hasMoved) event.preventDefault();
      hasMoved = false;
    }, true);

    const wanted = { move: 0, stretch: 0 };
    cell.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && wish) {
        wanted.move = wanted.stretch = 0;
        return forget();
      }
      if (event.key === "Enter" && wish?.cell === cell) {
        event.preventDefault();
        return save();
      }
      if (!event.altKey || !event.key.startsWith("Arrow")) return;
      event.preventDefault();
      begin(cell);
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (by) {
        wanted[event.shiftKey ? "stretch" : "move"] += by;
        return change({ ...wanted });
      }
      const isForward = (event.key === "ArrowRight") === (document.dir !== "rtl");
      const now = columns.findIndex((each) => each.dataset.place === wish.place);
      change({ ...wanted, column: columns[now + (isForward ? 1 : -1)] ?? columns[now] });
    });
  }
})();
