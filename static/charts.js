// Draws the charts of a page from the data beside them, and keeps the big screen fresh. Without it the tables say all.
(function () {
  "use strict";
  const COLOURS = ["#1b4d8f", "#d98200", "#14623a", "#a61b17", "#6b4aa0", "#2f8fa3", "#6f6f6f", "#b0813c"];
  const INK = "#1d232b", LINE = "#d7dce2", FONT = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif';
  const drawn = [];

  const cut = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);

  function option(data, size, narrow) {
    const several = data.series.length > 1, flat = !data.upright;
    const names = { type: "category", data: data.categories, inverse: flat, axisTick: { show: false }, axisLine: { lineStyle: { color: INK } },
      axisLabel: { color: INK, fontSize: size, interval: 0, hideOverlap: !flat, formatter: (text) => cut(text, narrow ? 7 : 14) } };
    const values = { type: "value", min: 0, max: data.percent && !data.stacked ? 100 : undefined, minInterval: data.percent ? 0 : 1,
      splitLine: { lineStyle: { color: LINE } }, axisLabel: { color: INK, fontSize: size, formatter: data.percent ? "{value}%" : "{value}" } };
    const written = (point) => (point.value === null || point.value === undefined || (data.stacked && !point.value) ? "" : point.value + (data.percent ? "%" : ""));
    return {
      animation: false, color: COLOURS, textStyle: { fontFamily: FONT, color: INK },
      aria: { enabled: several, label: { enabled: false }, decal: { show: several } },
      tooltip: { trigger: "item", renderMode: "richText", textStyle: { fontSize: size }, formatter: (point) => (several ? point.seriesName + "\n" : "") + point.name + "　" + written(point) },
      legend: several ? { top: 0, type: "scroll", textStyle: { color: INK, fontSize: size }, itemWidth: size * 2, itemHeight: size } : undefined,
      grid: { left: 4, right: size * 4, top: several ? size * 3 : size, bottom: 4, containLabel: true },
      xAxis: flat ? values : names, yAxis: flat ? names : values,
      series: data.series.map((each) => ({
        type: "bar", name: each.name, data: each.data, stack: data.stacked ? "all" : undefined, barMaxWidth: size * 3,
        label: { show: true, position: data.stacked ? "inside" : flat ? "right" : "top", color: INK, fontSize: size, formatter: written,
          backgroundColor: data.stacked ? "#fff" : undefined, padding: data.stacked ? [1, 3] : 0 },
      })),
    };
  }

  function tall(data, size) {
    const bars = data.stacked ? 1 : data.series.length;
    return data.upright ? size * 22 : size * (4 + (data.series.length > 1 ? 3 : 0)) + data.categories.length * size * (1 + 1.4 * bars);
  }

  function draw(figure) {
    const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent), box = figure.querySelector(".canvas");
    const size = figure.dataset.size ? Math.max(14, Math.round(innerWidth / Number(figure.dataset.size))) : 13;
    figure.hidden = false;
    if (!figure.dataset.size) box.style.height = tall(data, size) + "px";
    const chart = echarts.init(box, null, { renderer: "svg" });
    chart.on("rendered", () => scaled(box, chart));
    chart.setOption(option(data, size, box.clientWidth < 500));
    chart.on("click", (point) => {
      const url = data.series[point.seriesIndex].urls[point.dataIndex];
      if (url) location.href = url;
    });
    drawn.push(chart);
    const button = figure.querySelector("[data-png]");
    if (button) button.addEventListener("click", () => save(data, box, button.dataset.png));
  }

  // so that paper, which has another width, shows the whole of it
  const scaled = (box, chart) => box.querySelector("svg").setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);

  // the same chart once more on a canvas that nobody sees, on white, with its title, twice as fine
  function save(data, box, name) {
    const copy = document.createElement("div");
    copy.style.width = "960px";
    copy.style.height = tall(data, 14) + 50 + "px";
    const chart = echarts.init(copy, null, { renderer: "canvas", width: 960, height: tall(data, 14) + 50 });
    const options = option(data, 14, false);
    options.title = { text: name, left: "center", textStyle: { color: INK, fontSize: 18, fontFamily: FONT } };
    options.grid.top += 46;
    if (options.legend) options.legend.top = 36;
    chart.setOption(options);
    const link = document.createElement("a");
    link.download = name.replace(/[\\/:*?"<>|]/g, "_") + ".png";
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
    link.click();
    chart.dispose();
  }

  const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);
  const fit = () => drawn.forEach((chart) => chart.resize());
  const forget = () => drawn.splice(0).forEach((chart) => chart.dispose());

  // the big screen: fetched anew every so many seconds; what is shown stays while the server cannot be reached, and says so
  function keepFresh(screen) {
    const again = () => setTimeout(refresh, Number(screen.dataset.refresh) * 1000);
    function refresh() {
      fetch(location.href, { headers: { "X-Refresh": "1" } })
        .then((answer) => answer.text().then((text) => ({ answer, text })))
        .then(({ answer, text }) => {
          const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-refresh]");
          if (!answer.ok) throw new Error(answer.status);
          if (!fresh) return location.reload(); // signed out
          forget();
          screen.innerHTML = fresh.innerHTML;
          drawAll();
          again();
        })
        .catch(() => {
          const told = screen.querySelector("[data-stale]");
          if (told) told.hidden = false;
          again();
        });
    }
    again();
  }

  function fullScreen(button) {
    if (!document.documentElement.requestFullscreen) return;
    button.hidden = false;
    button.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
  }

  drawAll();
  let waiting;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (!document.querySelector("[data-size]")) return fit();
      forget();
      drawAll();
    }, 150);
  });
  const screen = document.querySelector("[data-refresh]");
  if (screen) keepFresh(screen);
  document.querySelectorAll("[data-fullscreen]").forEach(fullScreen);
})();
