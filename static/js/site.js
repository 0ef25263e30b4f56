// Small comforts. Every page works without this file.
"use strict";

// A form that is on its way says so, and is not sent twice. Where the answer is a file, this page stays.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.method !== "post" || event.target.dataset.answer === "file") return;
  if (button.getAttribute("aria-busy") === "true") return event.preventDefault();
  button.setAttribute("aria-busy", "true");
});
// Back from the next page, the buttons wait no longer.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(document.querySelector(copy.dataset.copy).textContent.trim());
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    said.textContent = copy.dataset.copied;
    copy.replaceChildren(said);
  }
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    document.querySelector(opener.dataset.dialog).showModal();
    event.preventDefault();
  }
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// The live map comes only when it is asked for.
for (const button of document.querySelectorAll(".map__open")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      const map = await import(button.dataset.map);
      await map.open(button);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector(".menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
