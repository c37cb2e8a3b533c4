// What a page asks for by itself, again and again: not while nobody looks at it, nor while something is dragged or a
// list is open on it. What is told is closed with a button; whoever has typed something is not led away from it.
// Without this file nothing is asked.
(() => {
  const live = document.getElementById("live");
  let typed = false;
  const asks = (element) => element.matches("[data-asks]");
  const busy = (element) => document.hidden || element.dataset.ended || element.querySelector("[data-dragged]")
    || (element.matches("[data-room]") && element.contains(document.activeElement) && document.activeElement.matches("select, input, textarea"));

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (asks(event.detail.elt) && busy(event.detail.elt)) event.preventDefault();
  });
  // What was told already is not told again.
  document.addEventListener("htmx:configRequest", (event) => {
    const told = asks(event.detail.elt) && event.detail.elt.querySelector("[data-told]");
    if (told) event.detail.parameters.told = told.dataset.told;
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) document.querySelectorAll("[data-asks]").forEach((element) => htmx.trigger(element, "look"));
  });
  // Whoever may no longer see it is not told why, and is not asked for again.
  document.addEventListener("htmx:responseError", (event) => {
    if (asks(event.detail.elt) && event.detail.xhr.status === 404) event.detail.elt.dataset.ended = "yes";
  });

  document.addEventListener("input", (event) => {
    if (event.target.closest("main form")) typed = true;
    choose();
  });
  const choose = () => {
    const way = document.getElementById("move") ? "form" : typed ? "window" : "link";
    for (const one of ["link", "form", "window"]) {
      live.querySelectorAll(`[data-live-${one}]`).forEach((element) => { element.hidden = one !== way; });
    }
  };
  live.addEventListener("htmx:afterSwap", choose);
  live.addEventListener("click", (event) => {
    if (event.target.closest("[data-live-close]")) live.querySelector("[data-live-box]").remove();
  });
  live.addEventListener("keydown", (event) => {
    if (event.key === "Escape") live.querySelector("[data-live-box]")?.remove();
  });
})();
