// What is left of a time limit told to the minute goes on being counted. The words come with the page; it is counted from
// the instant at which the server drew it, whatever the clock of this machine says. Nothing is announced: whoever is read
// to hears it when they come by. Without this file the page says what was left when it was drawn.
(() => {
  const EVERY = 15000, MINUTE = 60;
  const answered = performance.getEntriesByType("navigation")[0]?.responseStart;
  const ahead = new WeakMap(); // by how much the clock of this machine is ahead of the server's

  const count = (element) => {
    const words = element.dataset;
    const seconds = Math.trunc((Date.parse(words.due) - Date.now() + ahead.get(element)) / 1000);
    const minutes = Math.floor(Math.abs(seconds) / MINUTE);
    const figures = { hours: Math.floor(minutes / MINUTE), minutes: minutes % MINUTE };
    const told = (seconds < 0 ? words.over : words.left).replace(/%\((\w+)\)d/g, (_, name) => figures[name]);
    if (element.textContent !== told) element.textContent = told;
    if (seconds < 0) shade(element, words.after);
    else if (seconds <= words.soon) shade(element, "soon");
  };
  const shade = (element, tone) => {
    if (element.classList.contains(tone)) return;
    element.classList.remove("calm", "soon", "over");
    element.classList.add(tone);
    const frame = element.closest(".clock");
    frame?.classList.remove("clock-calm", "clock-soon", "clock-over");
    frame?.classList.add(`clock-${tone}`);
  };
  const all = (arrived) => document.querySelectorAll("[data-due]").forEach((element) => {
    if (!ahead.has(element)) ahead.set(element, arrived - Date.parse(element.dataset.drawn));
    count(element);
  });

  all(Date.now() - (answered ? performance.now() - answered : 0));
  const now = () => all(Date.now());
  setInterval(now, EVERY);
  document.addEventListener("visibilitychange", now);
  document.addEventListener("htmx:afterSwap", now);
})();
