// A form that saves itself: whoever presses a button while a save is under way is not overtaken by it, nor is one begun
// after that, and whoever cannot be heard by the server is told. Without this file it is a plain form.
(() => {
  const form = document.querySelector("[data-saves-itself]");
  if (!form) return;
  const told = document.getElementById("not-reached");
  // Whoever types again is still here: the server did not answer, or they came back.
  let sent = false;
  form.addEventListener("input", () => { sent = false; });
  addEventListener("pageshow", (event) => { if (event.persisted) sent = false; });
  form.addEventListener("htmx:beforeRequest", (event) => { if (sent) event.preventDefault(); });
  form.addEventListener("submit", (event) => {
    sent = !form.classList.contains("htmx-request");
    if (sent) return;
    event.preventDefault();
    form.addEventListener("htmx:afterRequest", () => setTimeout(() => form.requestSubmit(event.submitter)), { once: true });
  });
  const lost = () => { told.hidden = false; };
  form.addEventListener("htmx:sendError", lost);
  form.addEventListener("htmx:responseError", lost);
  form.addEventListener("htmx:timeout", lost);
  form.addEventListener("htmx:afterOnLoad", () => { told.hidden = true; });
})();
