/* Curves and box plots. */
const chartsByElement = new Map();
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

function chart(element, option) {
  let drawn = chartsByElement.get(element);
  if (!drawn) {
    drawn = echarts.init(element, null, { renderer: 'svg' });
    chartsByElement.set(element, drawn);
  }
  drawn.setOption({ textStyle: { fontFamily: FONT }, animation: false, ...option }, true);
}

/* A container for each name, reused from one drawing to the next. */
function panels(container, names) {
  if (container.childElementCount !== names.length) {
    container.replaceChildren(...names.map(() => node('div', { class: 'panel' }, node('h3'), node('div', { class: 'chart' }))));
  }
  return names.map((name, i) => {
    container.children[i].firstChild.textContent = name;
    return container.children[i].lastChild;
  });
}

/* A line with whiskers. points: [x, statistics or null]. Lines are moved apart a little so that whiskers do not hide each other. */
function line(name, colour, points, { dashed = false, shift = 0, symbol = 'circle' } = {}) {
  const known = points.filter(([, value]) => value);
  const style = { color: colour, width: 2, type: dashed ? 'dashed' : 'solid' };
  return [
    { name, type: 'line', color: colour, lineStyle: style, symbol, symbolSize: 7, data: known.map(([x, value]) => [x, value.mean]), z: 3 },
    {
      name, type: 'custom', color: colour, silent: true, z: 2, tooltip: { show: false }, encode: { x: 0, y: [1, 2] },
      data: known.filter(([, value]) => value.deviation !== null).map(([x, value]) => [x, value.mean - value.deviation, value.mean + value.deviation]),
      renderItem: (params, api) => {
        const low = api.coord([api.value(0), api.value(1)]), high = api.coord([api.value(0), api.value(2)]);
        const x = low[0] + shift, bar = y => ({ type: 'line', shape: { x1: x - 4, y1: y, x2: x + 4, y2: y }, style: { stroke: colour, lineWidth: 1.2 } });
        return { type: 'group', children: [{ type: 'line', shape: { x1: x, y1: low[1], x2: x, y2: high[1] }, style: { stroke: colour, lineWidth: 1.2 } }, bar(low[1]), bar(high[1])] };
      },
    },
  ];
}

/* The range that holds all values with some air, and steps of it, on round numbers. */
function range(values) {
  const low = Math.min(...values), high = Math.max(...values), air = Math.max(0.01, 0.1 * (high - low));
  const interval = [0.01, 0.02, 0.05, 0.1, 0.2].find(step => (high - low + 2 * air) / step <= 7) ?? 0.2;
  const round = value => Number(value.toFixed(6));
  return {
    min: Math.max(0, round(Math.floor((low - air) / interval) * interval)),
    max: Math.min(1, round(Math.ceil((high + air) / interval) * interval)), interval,
  };
}

function axes(xTitle, xs, yTitle, bounds) {
  const axis = { axisLine: { show: true, lineStyle: { color: '#9aa4b0' } }, axisTick: { show: true }, splitLine: { lineStyle: { color: '#edf0f3' } },
    axisLabel: { color: GREY }, nameTextStyle: { color: GREY } };
  return {
    grid: { left: 56, right: 18, top: 26, bottom: 44 },
    xAxis: { ...axis, type: 'value', name: xTitle, nameLocation: 'middle', nameGap: 28, min: xs[0], max: last(xs) === xs[0] ? xs[0] + 0.01 : last(xs),
      splitLine: { show: false }, axisLabel: { color: GREY, formatter: percent } },
    yAxis: { ...axis, type: 'value', name: yTitle, nameTextStyle: { color: GREY, align: 'left', padding: [0, 0, 0, -40] }, ...bounds, axisLabel: { color: GREY, formatter: value => value.toFixed(2) } },
    tooltip: { trigger: 'axis', confine: true, valueFormatter: value => typeof value === 'number' ? value.toFixed(4) : value,
      axisPointer: { label: { formatter: ({ value }) => percent(value) } } },
  };
}

const spread = values => values.filter(Boolean).flatMap(value => [value.mean - (value.deviation ?? 0), value.mean + (value.deviation ?? 0)]);
const boundsOf = values => values.length === 0 ? { min: 0, max: 1 } : range(spread(values));
const shiftOf = (i, count) => (i - (count - 1) / 2) * 3;

function drawCharts() {
  drawPollution();
  drawPollutionRefined();
  drawRefinement();
  drawBoxes();
}

function drawPollution() {
  const lines = detectors.map(detector => pollutions.map(pollution => [pollution, unrefined(detector, pollution)]));
  const all = lines.flatMap(points => points.map(([, value]) => value)).filter(Boolean);
  chart(byId('pollution'), {
    ...axes('pollution of the training pool', pollutions, metricTitle(), boundsOf(all)),
    legend: { top: 0, right: 10, icon: 'roundRect', data: detectors },
    series: lines.flatMap((points, i) => line(detectors[i], detectorColour(detectors[i]), points, { shift: shiftOf(i, detectors.length) })),
  });
}

function drawPollutionRefined() {
  const curves = detectors.map(detector => strategies.map(strategy => pollutions.map(pollution => [pollution, at(detector, strategy, pollution, state.ratio)])));
  drawPanels('pollution-refined', 'pollution of the training pool', pollutions, curves, []);
}

function drawRefinement() {
  const curves = detectors.map(detector => strategies.map(strategy => strategy === 'none'
    ? (isRefinement() ? [] : ratios.map(ratio => [ratio, at(detector, 'none', state.pollution, 0)]))
    : ratios.map(ratio => [ratio, at(detector, strategy, state.pollution, ratio)])));
  const clean = detectors.map(detector => pollutions[0] === 0 ? unrefined(detector, 0) : null);
  drawPanels('refinement', 'dropped part of the pool', ratios, curves, clean);
}

/* One panel for each detector, one line for each strategy, all panels on one scale. */
function drawPanels(id, xTitle, xs, curves, reference) {
  const all = [...curves.flat(2).map(([, value]) => value), ...reference].filter(Boolean);
  const bounds = boundsOf(all);
  panels(byId(id), detectors).forEach((element, d) => {
    const clean = reference[d] && !isRefinement()
      ? [{ type: 'line', name: 'clean pool', color: '#111', symbol: 'none', lineStyle: { color: '#111', width: 1.2, type: 'dotted' }, data: [[xs[0], reference[d].mean], [last(xs), reference[d].mean]] }]
      : [];
    chart(element, {
      ...axes(xTitle, xs, metricTitle(), bounds),
      series: [...clean, ...strategies.flatMap((strategy, s) => line(strategy, strategyColour(strategy), curves[d][s], {
        dashed: strategy === 'perfect', shift: shiftOf(s, strategies.length), symbol: strategy === 'perfect' ? 'none' : 'circle' }))],
    });
  });
}

function quantile(sorted, q) {
  const place = (sorted.length - 1) * q, low = Math.floor(place);
  return sorted[low] + (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]) * (place - low);
}

function drawBoxes() {
  byId('boxes-text').textContent = `${state.detector} at ${percent(state.pollution)} pollution, ${percent(state.ratio)} of the pool dropped. A box spans the middle half of all seeds`
    + (state.category === ALL ? ' and categories' : '') + ', its line is the median, whiskers reach the extremes, dots are the single cells.';
  const shown = [...data.metrics.paper, ...data.metrics.refinement];
  panels(byId('boxes'), shown.map(metric => metric.title)).forEach((element, m) => {
    const values = strategies.map(strategy => cells.filter(cell => cell.backbone === state.backbone && cell.detector === state.detector
      && (state.category === ALL || cell.category === state.category) && cell.strategy === strategy && cell.pollution === state.pollution
      && cell.ratio === ratioOf(strategy, state.ratio)).map(cell => cell.value(shown[m].name)).filter(value => value !== null && value !== undefined).sort((a, b) => a - b));
    const all = values.flat();
    chart(element, {
      grid: { left: 44, right: 8, top: 8, bottom: strategies.join('').length > 24 ? 70 : 28 },
      xAxis: { type: 'category', data: strategies, axisLabel: { rotate: strategies.join('').length > 24 ? 32 : 0, color: GREY, interval: 0, fontSize: 11 }, axisTick: { show: false } },
      yAxis: { type: 'value', ...(all.length === 0 ? { min: 0, max: 1 } : range(all)), axisLabel: { color: GREY, formatter: value => value.toFixed(2) }, splitLine: { lineStyle: { color: '#edf0f3' } } },
      tooltip: { confine: true, valueFormatter: value => typeof value === 'number' ? value.toFixed(4) : value },
      graphic: all.length > 0 ? [] : [{ type: 'text', left: 'center', top: '35%', style: { text: 'not defined here', fill: GREY, fontSize: 13 } }],
      series: [
        { type: 'boxplot', boxWidth: [8, 34], data: values.map((sorted, s) => sorted.length === 0 ? { value: [NaN, NaN, NaN, NaN, NaN] } : {
          value: [0, 0.25, 0.5, 0.75, 1].map(q => quantile(sorted, q)),
          itemStyle: { color: strategyColour(strategies[s]) + '2e', borderColor: strategyColour(strategies[s]), borderWidth: 1.6 } }) },
        { type: 'scatter', symbolSize: 4, itemStyle: { opacity: 0.55 }, data: values.flatMap((sorted, s) => sorted.map(value => ({ value: [s, value], itemStyle: { color: strategyColour(strategies[s]) } }))) },
      ],
    });
  });
}

window.addEventListener('resize', () => chartsByElement.forEach(drawn => drawn.resize()));
