/** Apache ECharts, each chart beside the same figures as a table, for those who do not see it. */

import * as echarts from "../vendor/echarts/echarts.esm.min.js";
import {h} from "./dom.js";
import {t} from "./language.js";

const COLOURS = ["#1f5f8b", "#b3672b", "#3f7d58", "#7b4f9d", "#a23b4a", "#5b6770"];
const FONT = "'Noto Sans SC', sans-serif";
const NARROW = 560;
/** On a phone there is no room beside a column: what it is called stands above it, so wide and so high at most. */
const NARROW_LABEL = 72;
const NARROW_GAP = 46;
/** Each chart on the page with what it shows. */
const drawn = new Map();

const resized = new ResizeObserver((entries) => {
  for (const {target} of entries) {
    const instance = echarts.getInstanceByDom(target);
    if (instance === undefined) continue;
    instance.resize();
    instance.setOption(fitting(drawn.get(instance), target));
  }
});

/**
 * A chart called `title`; `figuresAsTable` says the same in words. It is drawn once it stands on the page; an option
 * that depends on how much room there is is a function of `narrow`.
 */
export function chart(title, option, figuresAsTable, height = 260) {
  const canvas = h("div", {class: `canvas canvas-${height}`, "aria-hidden": "true"});
  requestAnimationFrame(() => draw(canvas, option));
  return h(
    "figure",
    {class: "chart"},
    h("figcaption", {}, title),
    canvas,
    h("details", {}, h("summary", {}, t("as_table", {what: title})), figuresAsTable),
  );
}

async function draw(canvas, option) {
  await document.fonts.ready;
  if (!canvas.isConnected) return;
  const instance = echarts.init(canvas, null, {renderer: "canvas"});
  instance.setOption({
    color: COLOURS,
    textStyle: {fontFamily: FONT},
    animation: false,
    ...fitting(option, canvas),
  });
  drawn.set(instance, option);
  resized.observe(canvas);
}

function fitting(option, canvas) {
  return typeof option === "function" ? option(canvas.clientWidth < NARROW) : option;
}

/** Lets go of the charts that have left the page. */
export function disposeOfCharts() {
  for (const instance of drawn.keys()) {
    if (instance.getDom().isConnected) continue;
    resized.unobserve(instance.getDom());
    instance.dispose();
    drawn.delete(instance);
  }
}

/** An axis may have ticks between two minor units. */
function whole(label) {
  return (value) => label(Math.round(value));
}

/** Tooltips are drawn on the canvas: no markup is made of names. */
const TOOLTIP = {renderMode: "richText", confine: true, textStyle: {fontFamily: FONT}};

export function ladderOption(months, series, label) {
  return {
    tooltip: {...TOOLTIP, trigger: "axis", valueFormatter: whole(label)},
    legend: series.length > 1 ? {bottom: 0} : undefined,
    grid: {left: 8, right: 16, top: 16, bottom: series.length > 1 ? 36 : 8, containLabel: true},
    xAxis: {type: "category", data: months, axisLabel: {hideOverlap: true}},
    yAxis: {type: "value", axisLabel: {formatter: whole(label)}},
    series: series.map(({name, values}) => ({name, type: "bar", data: values, barMaxWidth: 40})),
  };
}

/** How far each of `names` has come towards `most`. */
export function barOption(names, values, most, mostLabel, label) {
  return {
    tooltip: {...TOOLTIP, trigger: "axis", axisPointer: {type: "shadow"}, valueFormatter: whole(label)},
    grid: {left: 8, right: 32, top: 24, bottom: 8, containLabel: true},
    xAxis: {type: "value", max: (range) => Math.max(range.max, most), axisLabel: {formatter: whole(label)}},
    yAxis: {type: "category", data: names, inverse: true},
    series: [
      {
        type: "bar",
        data: values,
        barMaxWidth: 28,
        markLine: {symbol: "none", data: [{xAxis: most}], label: {formatter: mostLabel, position: "start"}, lineStyle: {color: "#9b2c2c"}},
      },
    ],
  };
}

export function curveOption(name, points, label, dayLabel) {
  return {
    tooltip: {...TOOLTIP, trigger: "axis", valueFormatter: whole(label)},
    grid: {left: 8, right: 24, top: 16, bottom: 24, containLabel: true},
    xAxis: {type: "value", name: dayLabel, nameLocation: "middle", nameGap: 26},
    yAxis: {type: "value", scale: true, axisLabel: {formatter: whole(label)}},
    series: [{name, type: "line", data: points, symbolSize: 8}],
  };
}

/** `nodes`: {name, label, column, last: true where nothing flows on}; `links`: {source, target, value, label}. */
export function sankeyOption(nodes, links, narrow) {
  const drawnNodes = nodes.map((node) => ({
    name: node.name,
    itemStyle: {color: COLOURS[node.column % COLOURS.length]},
    label: {formatter: node.label, position: narrow ? "top" : node.last ? "left" : "right"},
    tooltip: {formatter: node.label},
  }));
  return {
    tooltip: {...TOOLTIP, trigger: "item"},
    series: [
      {
        type: "sankey",
        data: drawnNodes,
        links: links.map(({label, ...one}) => ({...one, tooltip: {formatter: label}})),
        left: narrow ? NARROW_LABEL / 2 : 4,
        right: narrow ? NARROW_LABEL / 2 : 4,
        top: narrow ? NARROW_GAP : 12,
        bottom: 12,
        nodeGap: narrow ? NARROW_GAP : 18,
        nodeWidth: narrow ? 10 : 20,
        draggable: false,
        emphasis: {focus: "adjacency"},
        lineStyle: {color: "gradient", opacity: 0.3},
        label: {fontFamily: FONT, color: "#1c2430", width: narrow ? NARROW_LABEL : 150, fontSize: narrow ? 10 : 12, overflow: "break"},
      },
    ],
  };
}
