'use strict';
/* Data, controls and tables. Cells come as rows of columns named in data.columns. */
const data = JSON.parse(document.getElementById('data').textContent);
const byId = id => document.getElementById(id);
const column = Object.fromEntries(data.columns.map((name, i) => [name, i]));
const cells = data.cells.map(row => ({
  category: row[column.category], backbone: row[column.backbone], detector: row[column.detector],
  strategy: row[column.strategy], pollution: row[column.pollution], ratio: row[column.refinement_ratio],
  seed: row[column.seed], value: name => row[column[name]],
}));
const metrics = [...data.metrics.paper, ...data.metrics.refinement, ...data.metrics.further];
const distinct = name => [...new Set(cells.map(cell => cell[name]))];
const backbones = distinct('backbone'), categories = distinct('category'), detectors = distinct('detector');
const strategies = distinct('strategy');
const pollutions = distinct('pollution').sort((a, b) => a - b);
const ratios = distinct('ratio').sort((a, b) => a - b);
const last = list => list[list.length - 1];
const percent = ratio => `${+(100 * ratio).toFixed(1)} %`;
const ALL = '';
const PALETTE = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#7b4fb5', '#8c6d31', '#3a5a40', '#b5179e'];
const GREY = '#5b6675';
const methods = strategies.filter(name => name !== 'none' && name !== 'perfect');
const strategyColour = name => name === 'none' ? GREY : name === 'perfect' ? '#111' : PALETTE[methods.indexOf(name) % PALETTE.length];
const detectorColour = name => PALETTE[detectors.indexOf(name) % PALETTE.length];

const state = {
  backbone: backbones[0], category: categories.length > 1 ? ALL : categories[0], metric: metrics[0].name,
  pollution: last(pollutions), ratio: last(ratios), detector: detectors[0],
};

function node(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/* Mean and deviation over seeds; each seed is the mean over the chosen categories. */
function statistics(filter, metric, category = state.category) {
  const seeds = new Map();
  for (const cell of cells) {
    const chosen = cell.backbone === state.backbone && (category === ALL || cell.category === category) &&
      Object.entries(filter).every(([name, value]) => cell[name] === value);
    const value = chosen ? cell.value(metric) : null;
    if (value !== null && value !== undefined) {
      if (!seeds.has(cell.seed)) seeds.set(cell.seed, []);
      seeds.get(cell.seed).push(value);
    }
  }
  const values = [...seeds.values()].map(list => list.reduce((a, b) => a + b, 0) / list.length);
  if (values.length === 0) return null;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = values.length < 2 ? null
    : Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  return { mean, deviation, count: values.length };
}

/* Strategy "none" has cells of ratio 0 only. */
const ratioOf = (strategy, ratio) => strategy === 'none' ? 0 : ratio;
const at = (detector, strategy, pollution, ratio, metric = state.metric, category = state.category) =>
  statistics({ detector, strategy, pollution, ratio: ratioOf(strategy, ratio) }, metric, category);
/* What a pool without refinement gives: "none", or any strategy at ratio 0. */
function unrefined(detector, pollution, metric = state.metric, category = state.category) {
  return statistics({ detector, pollution, ratio: 0 }, metric, category);
}

function figure(value) {
  if (!value) return '–';
  const mean = node('span', {}, value.mean.toFixed(3));
  if (value.deviation !== null) mean.append(node('span', { class: 'sd' }, ` ± ${value.deviation.toFixed(3)}`));
  return mean;
}

function table(head, rows) {
  const result = node('table', {}, node('thead', {}, node('tr', {}, ...head.map(text =>
    node('th', text.startsWith('<') ? { class: 'left', scope: 'col' } : { scope: 'col' }, text.replace('<', ''))))));
  const body = node('tbody');
  for (const row of rows) {
    const line = node('tr', row.group ? { class: 'group' } : {});
    row.cells.forEach((content, i) => {
      const extra = row.classes && row.classes[i] ? ` ${row.classes[i]}` : '';
      line.append(node('td', { class: (head[i].startsWith('<') ? 'left' : '') + extra }, content ?? '–'));
    });
    body.append(line);
  }
  result.append(body);
  return result;
}

const metricTitle = () => metrics.find(metric => metric.name === state.metric).title;
const isRefinement = () => data.metrics.refinement.some(metric => metric.name === state.metric);

function wonBack(clean, polluted, refined) {
  if (!clean || !polluted || !refined || clean.mean - polluted.mean < 0.005) return null;
  return (refined.mean - polluted.mean) / (clean.mean - polluted.mean);
}

function drawHeadline() {
  const metric = isRefinement() ? data.metrics.paper[0].name : state.metric;
  const title = metrics.find(each => each.name === metric).title;
  byId('headline-text').textContent = `${title} with a clean pool, with ${percent(state.pollution)} pollution, and after dropping ${percent(state.ratio)} of that pool.`;
  const rows = [];
  for (const detector of detectors) {
    const clean = pollutions[0] === 0 ? unrefined(detector, 0, metric) : null;
    const polluted = unrefined(detector, state.pollution, metric);
    const shown = strategies.filter(name => name !== 'none');
    if (shown.length === 0) rows.push({ group: true, cells: [detector, figure(clean), figure(polluted), '–', '–', '–', '–', '–'] });
    shown.forEach((strategy, i) => {
      const refined = at(detector, strategy, state.pollution, state.ratio, metric);
      const won = wonBack(clean, polluted, refined);
      rows.push({
        group: i === 0,
        cells: [i === 0 ? detector : '', i === 0 ? figure(clean) : '', i === 0 ? figure(polluted) : '', strategy,
          figure(refined), won === null ? '–' : `${(100 * won).toFixed(0)} %`,
          figure(at(detector, strategy, state.pollution, state.ratio, 'refinement.recall')),
          figure(at(detector, strategy, state.pollution, state.ratio, 'refinement.precision'))],
        classes: [, , , , , won === null ? '' : won >= 0.5 ? 'won' : won < 0 ? 'lost' : ''],
      });
    });
  }
  byId('headline').replaceChildren(table(['<detector', 'clean', 'polluted', '<strategy', 'refined', 'won back', 'recall', 'precision'], rows));
}

function drawTables() {
  const paper = data.metrics.paper, quality = data.metrics.refinement;
  const polluted = [];
  for (const detector of detectors) pollutions.forEach((pollution, i) => polluted.push({
    group: i === 0,
    cells: [i === 0 ? detector : '', percent(pollution), ...paper.map(metric => figure(unrefined(detector, pollution, metric.name)))],
  }));
  byId('table-pollution').replaceChildren(table(['<detector', 'pollution', ...paper.map(metric => metric.title)], polluted));

  const refined = [];
  for (const detector of detectors) {
    const lines = strategies.flatMap(strategy => (strategy === 'none' ? [0] : ratios.filter(ratio => ratio > 0)).map(ratio => ({ strategy, ratio })));
    const best = paper.map(metric => Math.max(...lines.filter(line => line.strategy !== 'perfect')
      .map(line => at(detector, line.strategy, state.pollution, line.ratio, metric.name)?.mean ?? -1)));
    lines.forEach((line, i) => {
      const values = [...paper, ...quality].map(metric => at(detector, line.strategy, state.pollution, line.ratio, metric.name));
      refined.push({
        group: i === 0 || line.ratio === lines.find(other => other.strategy === line.strategy).ratio && i === 0,
        cells: [i === 0 ? detector : '', line.strategy, percent(line.ratio), ...values.map(figure)],
        classes: [, , , ...paper.map((metric, m) => line.strategy !== 'perfect' && values[m]?.mean === best[m] ? 'best' : '')],
      });
    });
  }
  byId('table-refinement').replaceChildren(table(
    ['<detector', '<strategy', 'drops', ...paper.map(metric => metric.title), ...quality.map(metric => metric.title)], refined));

  const byCategory = [];
  for (const detector of detectors) ['clean', ...strategies].forEach((strategy, i) => byCategory.push({
    group: i === 0,
    cells: [i === 0 ? detector : '', strategy === 'clean' ? 'clean pool' : strategy, ...categories.map(category => figure(strategy === 'clean'
      ? unrefined(detector, 0, state.metric, category)
      : at(detector, strategy, state.pollution, state.ratio, state.metric, category)))],
  }));
  byId('table-category').replaceChildren(table(['<detector', '<strategy', ...categories], byCategory));
}

function drawLegend() {
  const entries = strategies.map(name => {
    const line = node('i', name === 'perfect' ? { class: 'dashed' } : {});
    line.style.borderTopColor = strategyColour(name);
    return node('span', {}, line, name);
  });
  for (const legend of document.querySelectorAll('[data-legend=strategies]')) legend.replaceChildren(...entries.map(entry => entry.cloneNode(true)));
}

function control(name, title, options, numeric) {
  const select = node('select', { 'data-control': name });
  for (const [value, text] of options) {
    const option = node('option', { value }, text);
    option.selected = value === state[name];
    select.append(option);
  }
  select.addEventListener('change', () => { state[name] = numeric ? Number(select.value) : select.value; draw(); });
  byId('controls').append(node('label', {}, title, select));
}

function drawControls() {
  control('metric', 'Figure', metrics.map(metric => [metric.name, metric.title]));
  control('backbone', 'Backbone', backbones.map(name => [name, name]));
  control('category', 'Category', [...(categories.length > 1 ? [[ALL, `mean of ${categories.length}`]] : []), ...categories.map(name => [name, name])]);
  control('pollution', 'Pollution', pollutions.map(value => [value, percent(value)]), true);
  control('ratio', 'Dropped', ratios.map(value => [value, percent(value)]), true);
  control('detector', 'Detector (box plots, galleries)', detectors.map(name => [name, name]));
}

function drawHeader() {
  byId('subtitle').textContent = `Winnow ${data.version}, ${data.finishedAt}`;
  const facts = [[categories.length, categories.length === 1 ? 'category' : 'categories'], [backbones.length, backbones.length === 1 ? 'backbone' : 'backbones'],
    [detectors.length, detectors.length === 1 ? 'detector' : 'detectors'], [strategies.length, strategies.length === 1 ? 'strategy' : 'strategies'],
    [distinct('seed').length, distinct('seed').length === 1 ? 'seed' : 'seeds'], [cells.length, 'cells']];
  byId('facts').append(...facts.map(([number, name]) => node('li', {}, node('b', {}, String(number)), node('span', {}, name))));
  byId('command').textContent = data.command;
  if (data.notes.length > 0) {
    byId('notes').hidden = false;
    byId('notes').append(node('ul', {}, ...data.notes.map(note => node('li', {}, note))));
  }
}

function draw() {
  for (const title of document.querySelectorAll('.metric-title')) title.textContent = metricTitle();
  drawHeadline();
  drawCharts();
  drawTables();
  drawGallery();
  drawPools();
}
