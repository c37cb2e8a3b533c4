// Light or dark, as the reader's system has it; on paper always light. Loaded before the page is drawn, so that nothing
// flashes.
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)"), paper = window.matchMedia("print");
  const show = (theme) => document.documentElement.setAttribute("data-bs-theme", theme);
  const follow = () => show(dark.matches && !paper.matches ? "dark" : "light");
  dark.addEventListener("change", follow);
  paper.addEventListener("change", follow);
  window.addEventListener("beforeprint", () => show("light"));
  window.addEventListener("afterprint", follow);
  follow();
})();
