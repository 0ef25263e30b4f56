/* Makes the field of a commune a combobox with suggestions (ARIA Authoring Practices, list
   autocomplete with manual selection). Without this script the form itself offers the choices. */
(() => {
  "use strict";
  const SHORTEST = 2;
  const PATIENCE = 150;

  function upgrade(picker, number) {
    const input = picker.querySelector("input");
    const goes = picker.hasAttribute("data-go");
    const list = document.createElement("ul");
    const status = document.createElement("div");
    let communes = [];
    let active = -1;
    let timer = 0;
    let request = null;

    list.id = `${input.id || "commune"}-suggestions-${number}`;
    list.className = "picker__list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    const label = input.labels[0];
    if (label) {
      label.id ||= `${list.id}-label`;
      list.setAttribute("aria-labelledby", label.id);
    }
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.after(list, status);

    function close() {
      clearTimeout(timer);
      request?.abort();
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function option(commune, index) {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.className = "picker__option";
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.append(commune.label);
      for (const words of [commune.postcodes, commune.note].filter(Boolean)) {
        const more = document.createElement("span");
        more.className = "muted";
        more.textContent = words;
        item.append(" ", more);
      }
      return item;
    }

    function show(answer) {
      communes = answer.communes;
      list.replaceChildren(...communes.map(option));
      status.textContent = answer.status;
      active = -1;
      list.hidden = communes.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      input.removeAttribute("aria-activedescendant");
    }

    async function suggest() {
      const text = input.value.trim();
      request?.abort();
      if (text.length < SHORTEST) return close();
      request = new AbortController();
      const { signal } = request;
      try {
        const address = `${picker.dataset.url}?${new URLSearchParams({ q: text })}`;
        const response = await fetch(address, { signal });
        if (response.ok) show(await response.json());
      } catch (error) {
        // The network is away: the form still works as it does without script.
        if (error.name !== "AbortError") close();
      }
    }

    function mark(index) {
      const items = [...list.children];
      items[active]?.setAttribute("aria-selected", "false");
      active = (index + items.length) % items.length;
      items[active].setAttribute("aria-selected", "true");
      items[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", items[active].id);
    }

    function take(index) {
      const commune = communes[index];
      input.value = commune.label;
      close();
      if (goes) location.assign(commune.url);
    }

    input.addEventListener("input", () => {
      picker.querySelector("fieldset")?.remove();
      clearTimeout(timer);
      timer = setTimeout(suggest, PATIENCE);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) suggest();
        else if (event.key === "ArrowDown") mark(active + 1);
        else mark(active < 0 ? -1 : active - 1);
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        take(active);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      }
    });
    input.addEventListener("blur", close);
    // The field keeps the focus, so that a click is not first a blur.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) take([...list.children].indexOf(item));
    });
  }

  document.querySelectorAll("[data-commune-picker]").forEach(upgrade);
})();
