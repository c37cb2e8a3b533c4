// The agenda by dragging: a matter to another place, or a case from the queue onto it. What is dropped is sent by the
// form that stands beside it, as its buttons would; without this file, with a keyboard and on a phone there are those.
(() => {
  document.documentElement.classList.add("drags");
  let taken = null; // the matter or the case in the queue that is being dragged
  const place = (event) => event.target.closest?.("[data-matter]");
  const agenda = (event) => event.target.closest?.("[data-agenda]");

  const unmark = () => document.querySelectorAll(".drop-here").forEach((one) => one.classList.remove("drop-here"));
  const over = () => { unmark(); taken?.removeAttribute("data-dragged"); taken = null; };

  document.addEventListener("dragstart", (event) => {
    if (!event.target.matches?.(".drag-handle")) return;
    taken = event.target.closest("[data-matter], li");
    taken.setAttribute("data-dragged", "");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(taken, 8, 8);
  });
  document.addEventListener("dragover", (event) => {
    if (!taken || !agenda(event)) return;
    event.preventDefault();
    unmark();
    (place(event) || agenda(event)).classList.add("drop-here");
  });
  document.addEventListener("drop", (event) => {
    if (!taken || !agenda(event)) return;
    event.preventDefault();
    const onto = place(event);
    const form = taken.querySelector("form[data-place]");
    const stays = onto === taken || (!onto && taken.matches("[data-matter]"));
    over();
    if (!form || stays) return;
    form.elements.onto.value = onto ? onto.dataset.matter : "";
    form.requestSubmit();
  });
  document.addEventListener("dragend", over);

  // Whoever marks one after the other who comes goes on where they were; where that leads no further, beside it.
  // The buttons of the sheet stand beside the members, outside the form: which one was pressed is said for them.
  document.addEventListener("htmx:configRequest", (event) => {
    const button = event.detail.triggeringEvent?.submitter;
    if (event.detail.elt.id === "sheet" && button?.name) event.detail.parameters[button.name] = button.value;
  });
  const usable = (button) => !button.disabled && button.getAttribute("aria-disabled") !== "true";
  let pressed = "";
  document.addEventListener("click", (event) => { pressed = event.target.closest("#room button[id]")?.id || ""; });
  document.addEventListener("htmx:afterSwap", (event) => {
    const at = document.activeElement;
    if (event.detail.target.id !== "room" || (at !== document.body && usable(at))) return;
    const [what, whom] = pressed.split("-");
    const other = { arrive: "leave", leave: "arrive", up: "down", down: "up" }[what];
    [pressed, `${other}-${whom}`].map((id) => document.getElementById(id)).find((one) => one && usable(one))?.focus();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.id === "sheet" && event.detail.successful) event.detail.elt.reset();
  });

  // What was refused is shown where the agenda stands.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "room" && [409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
})();
