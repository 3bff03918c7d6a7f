"use strict";
(() => {
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = (role) => style.getPropertyValue("--" + role).trim();
  const ink = colour("ink");
  const soft = colour("soft");
  const line = colour("line");

  // Draws each dataset's intervals ({low, high}, along its value axis) as whiskers, and its texts above the points.
  const whiskers = {
    id: "whiskers",
    afterDatasetsDraw(chart) {
      const sideways = chart.options.indexAxis === "y";
      const scale = chart.scales[sideways ? "x" : "y"];
      const pen = chart.ctx;
      chart.data.datasets.forEach((dataset, index) => {
        if (!dataset.intervals) {
          return;
        }
        chart.getDatasetMeta(index).data.forEach((element, i) => {
          const { low, high } = dataset.intervals[i];
          pen.save();
          pen.strokeStyle = dataset.intervalColours ? dataset.intervalColours[i] : ink;
          pen.lineWidth = 2;
          pen.beginPath();
          if (high > low) {
            const from = scale.getPixelForValue(low);
            const to = scale.getPixelForValue(high);
            const cap = 5;
            const path = sideways
              ? [[from, element.y, to, element.y], [from, element.y - cap, from, element.y + cap], [to, element.y - cap, to, element.y + cap]]
              : [[element.x, from, element.x, to], [element.x - cap, from, element.x + cap, from], [element.x - cap, to, element.x + cap, to]];
            path.forEach(([x1, y1, x2, y2]) => {
              pen.moveTo(x1, y1);
              pen.lineTo(x2, y2);
            });
            pen.stroke();
          }
          if (dataset.texts) {
            pen.fillStyle = ink;
            pen.font = "600 15px " + Chart.defaults.font.family;
            pen.textAlign = "center";
            pen.strokeStyle = "#fff";
            pen.lineWidth = 5;
            pen.strokeText(dataset.texts[i], element.x, element.y - dataset.textRise);
            pen.fillText(dataset.texts[i], element.x, element.y - dataset.textRise);
          }
          pen.restore();
        });
      });
    },
  };

  Chart.register(whiskers);
  Chart.defaults.animation = false;
  Chart.defaults.maintainAspectRatio = false;
  Chart.defaults.devicePixelRatio = Math.max(2, window.devicePixelRatio);
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 14;
  Chart.defaults.color = ink;
  Chart.defaults.plugins.legend.display = false;

  const axis = (title, more) => ({
    title: { display: title !== "", text: title, color: soft },
    grid: { color: line },
    border: { display: false },
    ...more,
  });
  const percent = { min: 0, max: 100, ticks: { stepSize: 20, callback: (value) => value + "\u00a0%" } };
  const names = { grid: { display: false }, border: { display: false } };
  const draw = (name, config) => new Chart(document.getElementById(name + "-chart"), config);

  function drawAreas(dots) {
    const lowest = Math.min(0.5, ...dots.map((dot) => dot.low));
    const highest = Math.max(0.5, ...dots.map((dot) => dot.high));
    draw("areas", {
      type: "line",
      data: {
        labels: dots.map((dot) => dot.label),
        datasets: [{
          data: dots.map((dot) => dot.value),
          intervals: dots,
          intervalColours: dots.map((dot) => colour(dot.role)),
          texts: dots.map((dot) => dot.text),
          textRise: 13,
          showLine: false,
          pointRadius: 7,
          pointHoverRadius: 7,
          pointBackgroundColor: dots.map((dot) => colour(dot.role)),
          pointBorderColor: "#fff",
        }],
      },
      options: {
        indexAxis: "y",
        scales: {
          x: axis("", { min: Math.floor(lowest * 10) / 10, max: Math.min(1, Math.ceil(highest * 10 + 0.2) / 10), ticks: { stepSize: 0.1, callback: (value) => value.toFixed(1) } }),
          y: { ...names, offset: true, ticks: { color: ink } },
        },
        plugins: { tooltip: { callbacks: { label: (item) => `${dots[item.dataIndex].low.toFixed(3)} to ${dots[item.dataIndex].high.toFixed(3)}` } } },
      },
    });
  }

  function drawGains(curves) {
    const dashes = { rule: [7, 4], best: [2, 3], random: [] };
    draw("gains", {
      type: "line",
      data: {
        datasets: curves.map((curve) => ({
          label: curve.label,
          data: curve.points,
          borderColor: colour(curve.role),
          backgroundColor: colour(curve.role),
          borderWidth: curve.role === "model" ? 3.5 : curve.role === "random" ? 1 : 2,
          borderDash: dashes[curve.role],
          pointRadius: 0,
          pointHitRadius: 12,
          clip: 4,
        })),
      },
      options: {
        scales: {
          x: axis("Cases contacted, riskiest first", { type: "linear", ...percent }),
          y: axis("Lapses reached", percent),
        },
        plugins: {
          legend: { display: true, position: "bottom", labels: { boxWidth: 30, boxHeight: 0 } },
          tooltip: { callbacks: { title: () => "", label: (item) => `${item.dataset.label}: ${item.parsed.x.toFixed(1)}\u00a0% contacted, ${item.parsed.y.toFixed(1)}\u00a0% of lapses reached` } },
        },
      },
    });
  }

  function drawCalibration(groups) {
    draw("calibration", {
      type: "scatter",
      data: {
        datasets: [
          {
            label: "Observed, with 95\u00a0% interval",
            data: groups,
            intervals: groups,
            intervalColours: groups.map(() => colour("model")),
            pointRadius: 5,
            pointStyle: "circle",
            backgroundColor: colour("model"),
            borderColor: colour("model"),
          },
          {
            label: "Predicted equals observed",
            type: "line",
            data: [{ x: 0, y: 0 }, { x: 100, y: 100 }],
            borderColor: colour("random"),
            borderWidth: 1,
            pointRadius: 0,
            pointStyle: "line",
          },
        ],
      },
      options: {
        scales: {
          x: axis("Predicted probability of lapsing", percent),
          y: axis("Observed share that lapsed", percent),
        },
        plugins: {
          legend: { display: true, position: "bottom", labels: { usePointStyle: true, boxHeight: 7 } },
          tooltip: { filter: (item) => item.datasetIndex === 0, callbacks: { label: (item) => `${groups[item.dataIndex].text}: predicted ${item.parsed.x.toFixed(1)}\u00a0%, observed ${item.parsed.y.toFixed(1)}\u00a0%` } },
        },
      },
    });
  }

  function drawProfit({ currency, plans }) {
    draw("profit", {
      type: "bar",
      data: {
        labels: plans.map((plan) => plan.label),
        datasets: [{
          data: plans.map((plan) => plan.value),
          intervals: plans,
          texts: plans.map((plan) => plan.text),
          textRise: 17,
          backgroundColor: plans.map((plan) => colour(plan.role === "model" ? "model" : "random")),
          barThickness: 20,
        }],
      },
      options: {
        indexAxis: "y",
        scales: {
          x: axis("Expected profit, " + currency, {
            suggestedMin: Math.min(0, ...plans.map((plan) => plan.low)),
            suggestedMax: Math.max(0, ...plans.map((plan) => plan.high)),
            grid: { color: (context) => (context.tick.value === 0 ? ink : line) },
            ticks: { maxTicksLimit: 7, callback: (value) => value.toLocaleString("en").replace("-", "\u2212") },
          }),
          y: { ...names, ticks: { color: ink } },
        },
        plugins: { tooltip: { callbacks: { label: (item) => plans[item.dataIndex].text } } },
      },
    });
  }

  const drawings = { areas: drawAreas, gains: drawGains, calibration: drawCalibration, profit: drawProfit };
  for (const [name, drawing] of Object.entries(drawings)) {
    if (data[name]) {
      drawing(data[name]);
    }
  }

  document.querySelectorAll(".command pre").forEach((block) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(block.querySelector("code").textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(block.querySelector("code"));
        button.textContent = "Selected";
      }
    });
    block.append(button);
  });
})();
