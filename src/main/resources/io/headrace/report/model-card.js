"use strict";
(() => {
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = (role) => style.getPropertyValue("--" + role).trim();
  const model = colour("model");
  const soft = colour("soft");
  const line = colour("line");
  Chart.defaults.animation = false;
  Chart.defaults.maintainAspectRatio = false;
  Chart.defaults.devicePixelRatio = Math.max(2, window.devicePixelRatio);
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 14;
  Chart.defaults.plugins.legend.display = false;

  const axis = (title, max) => ({
    type: "linear",
    min: 0,
    max,
    title: { display: true, text: title, color: soft },
    grid: { color: line },
    ticks: { callback: (value) => Math.round(value * 1000) / 10 + " %" },
  });
  const diagonal = (end) => ({
    type: "line",
    data: [{ x: 0, y: 0 }, { x: end, y: end }],
    borderColor: soft,
    borderDash: [5, 5],
    borderWidth: 1,
    pointRadius: 0,
  });
  const draw = (id, config) => {
    const canvas = document.getElementById(id);
    if (canvas) {
      new Chart(canvas, config);
    }
  };

  if (data.gains.length) {
    draw("gains", {
      type: "line",
      data: { datasets: [{ data: data.gains, borderColor: model, backgroundColor: model, pointRadius: 3 }, diagonal(1)] },
      options: { parsing: false, scales: { x: axis("rows", 1), y: axis("yes found", 1) } },
    });
  }
  if (data.calibration.length) {
    const most = Math.max(...data.calibration.map((point) => Math.max(point.x, point.high)));
    const step = 10 ** Math.floor(Math.log10(most || 1));
    const end = Math.min(1, Math.ceil(most / step - 1e-9) * step);
    const intervals = data.calibration.map((point) => ({
      type: "line",
      data: [{ x: point.x, y: point.low }, { x: point.x, y: point.high }],
      borderColor: model,
      borderWidth: 2,
      pointRadius: 0,
    }));
    draw("calibration", {
      type: "scatter",
      data: { datasets: [{ data: data.calibration, backgroundColor: model, pointRadius: 5 }, ...intervals, diagonal(end)] },
      options: { scales: { x: axis("predicted", end), y: axis("observed", end) } },
    });
  }
  if (data.predictions.length) {
    const predicted = data.predictions.map((point) => point.x);
    const least = Math.min(...predicted);
    const most = Math.max(...predicted);
    const upright = (point, from, to, width, tone) => ({
      type: "line",
      data: [{ x: point.x, y: from }, { x: point.x, y: to }],
      borderColor: tone,
      borderWidth: width,
      pointRadius: 0,
    });
    const spreads = data.predictions.flatMap((point) => [
      upright(point, point.tenth, point.ninetieth, 1, soft),
      upright(point, point.low, point.high, 3, model),
    ]);
    const same = { ...diagonal(0), data: [{ x: least, y: least }, { x: most, y: most }] };
    const scale = (text) => ({ type: "linear", title: { display: true, text, color: soft }, grid: { color: line } });
    draw("predictions", {
      type: "scatter",
      data: { datasets: [{ data: data.predictions, backgroundColor: model, pointRadius: 5 }, ...spreads, same] },
      options: { scales: { x: scale("predicted"), y: scale("actual") } },
    });
  }
  const bars = (id, of) =>
    draw(id, {
      type: "bar",
      data: { labels: of.map((bar) => bar.label), datasets: [{ data: of.map((bar) => bar.value), backgroundColor: model }] },
      options: { indexAxis: "y", scales: { x: { grid: { color: line } }, y: { grid: { display: false } } } },
    });
  bars("importance", data.importance);
  data.dependence.forEach((feature) => bars(feature.id, feature.bins));
})();
