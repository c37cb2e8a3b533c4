// Draws each chart of the page above its table, in the colours of the theme. Without scripts the tables stand alone.
(() => {
  const data = JSON.parse(document.getElementById("charts-data").textContent);
  const style = () => getComputedStyle(document.documentElement);
  const colour = (name) => style().getPropertyValue(name).trim();

  const LONGEST = 22; // letters of a label in one line; Chinese ones are twice as wide, and shorter
  const lines = (label) => label.split(" ").reduce((done, part) => {
    const last = done[done.length - 1];
    return last && (last + part).length < LONGEST ? [...done.slice(0, -1), `${last} ${part}`] : [...done, part];
  }, []);

  const settings = ({labels, series, stacked}) => {
    const scale = {stacked, ticks: {color: colour("--chart-ink"), precision: 0}, grid: {color: colour("--line")}};
    const datasets = series.map(({label, values}, at) => ({
      label, data: values, backgroundColor: colour(`--chart-${at + 1}`), maxBarThickness: 28,
    }));
    return {
      type: "bar",
      data: {labels: labels.map(lines), datasets},
      options: {
        animation: false,
        indexAxis: "y",
        maintainAspectRatio: false,
        font: {family: style().fontFamily},
        scales: {x: {...scale, beginAtZero: true}, y: {...scale, grid: {display: false}, ticks: {...scale.ticks, autoSkip: false}}},
        plugins: {legend: {display: series.length > 1, position: "bottom", labels: {color: colour("--chart-ink")}}},
      },
    };
  };

  const drawn = [];
  const draw = () => {
    drawn.splice(0).forEach((chart) => chart.destroy());
    for (const one of data) {
      const place = document.querySelector(`[data-chart="${one.key}"]`);
      const canvas = document.createElement("canvas");
      canvas.setAttribute("aria-hidden", "true"); // the table beneath says the same
      place.replaceChildren(canvas);
      drawn.push(new Chart(canvas, settings(one)));
    }
  };
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  window.addEventListener("beforeprint", () => drawn.forEach((chart) => chart.resize()));
  draw();
})();
