import { html, UPlot, useEffect, useRef } from '../lib.js';
import { language, number, shortDateTime, t } from '../i18n.js';
import { theme, token } from '../theme.js';

const seconds = (instant) => Date.parse(instant) / 1000;
const middle = (item) => (seconds(item.from) + seconds(item.to)) / 2;

/** The named figure of each item, in the order of time. */
export function pointsOf(items, name) {
  return items.map((item) => ({
    at: middle(item), from: seconds(item.from), to: seconds(item.to), model: item.modelVersion,
    ...item.figures.find((figure) => figure.name === name),
  })).sort((a, b) => a.at - b.at);
}

/** Another model is another line: a gap keeps them apart. */
function columns(points) {
  const rows = [];
  points.forEach((point, i) => {
    const before = points[i - 1];
    if (before && before.model !== point.model) {
      rows.push({ at: (before.at + point.at) / 2, value: null, low: null, high: null });
    }
    rows.push(point);
  });
  return ['at', 'value', 'low', 'high'].map((name) => rows.map((row) => row[name] ?? null));
}

function hatch(context, left, top, width, height) {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.strokeStyle = token('--rule');
  context.lineWidth = devicePixelRatio;
  for (let x = left - height; x < left + width; x += 9 * devicePixelRatio) {
    context.beginPath();
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
    context.stroke();
  }
  context.restore();
}

/** What lies below the line: where there are too few labels, and when something changed. */
function ground(points, marks) {
  return (chart) => {
    const { ctx: context, bbox } = chart;
    const x = (at) => chart.valToPos(at, 'x', true);
    points.filter((point) => point.value == null).forEach((point) => {
      const left = Math.max(bbox.left, x(point.from));
      hatch(context, left, bbox.top, Math.min(bbox.left + bbox.width, x(point.to)) - left, bbox.height);
    });
    context.save();
    context.lineWidth = 2 * devicePixelRatio;
    context.fillStyle = token('--ink-soft');
    marks.forEach((mark) => {
      const at = Math.round(x(seconds(mark.at)));
      const model = mark.kind === 'model';
      context.strokeStyle = token(model ? '--accent' : '--threshold');
      context.setLineDash(model ? [] : [5 * devicePixelRatio, 4 * devicePixelRatio]);
      context.beginPath();
      context.moveTo(at, bbox.top);
      context.lineTo(at, bbox.top + bbox.height);
      context.stroke();
    });
    context.restore();
  };
}

/** What lies on top: whiskers, since a band needs two points, and below each point how many labels it stands on. */
function above(points, marks) {
  return (chart) => {
    const { ctx: context, bbox } = chart;
    const ratio = devicePixelRatio;
    context.save();
    context.strokeStyle = token('--ink');
    context.lineWidth = ratio;
    context.font = `${11 * ratio}px ${token('--font')}`;
    context.textAlign = 'center';
    let free = -Infinity;
    points.forEach((point) => {
      const x = chart.valToPos(point.at, 'x', true);
      if (point.low != null) {
        context.beginPath();
        context.moveTo(x, chart.valToPos(point.low, 'y', true));
        context.lineTo(x, chart.valToPos(point.high, 'y', true));
        context.stroke();
      }
      const text = number(point.labels);
      const half = context.measureText(text).width / 2 + 3 * ratio;
      if (x - half > free) {
        context.fillStyle = token('--ink-soft');
        context.fillText(text, x, bbox.top + bbox.height - 4 * ratio);
        free = x + half;
      }
    });
    context.textAlign = 'left';
    free = -Infinity;
    marks.filter(({ kind }) => kind === 'model').forEach((mark) => {
      const x = chart.valToPos(seconds(mark.at), 'x', true);
      const width = context.measureText(mark.modelVersion).width + 6 * ratio;
      if (x > free && x + width < bbox.left + bbox.width) {
        context.fillStyle = token('--accent');
        context.fillText(mark.modelVersion, x + 4 * ratio, bbox.top + 12 * ratio);
        free = x + width;
      }
    });
    context.restore();
  };
}

function options(width, height, span, points, marks) {
  const font = `12px ${token('--font')}`;
  const axis = { stroke: token('--ink-soft'), font, grid: { stroke: token('--rule'), width: 1 }, ticks: { show: false } };
  const bound = { stroke: 'transparent', points: { show: false }, spanGaps: false };
  return {
    width,
    height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { range: () => span }, y: { range: () => [-0.12, 1.16] } },
    axes: [
      { ...axis, space: 90, size: (chart, values) => (values?.some((text) => text?.includes('\n')) ? 40 : 26), values: (chart, values) => values.map((value, i) => shortDateTime(value * 1000, values[1] - values[0] < 86_400)) },
      { ...axis, size: 42, splits: () => [0, 0.25, 0.5, 0.75, 1], values: (chart, values) => values.map((value) => number(value, 2)) },
    ],
    bands: [{ series: [3, 2], fill: token('--band') }],
    hooks: { drawAxes: [ground(points, marks)], draw: [above(points, marks)] },
    series: [
      {},
      { stroke: token('--ink'), width: 2, spanGaps: false, points: { show: true, size: 7, fill: token('--ink') } },
      bound,
      bound,
    ],
  };
}

/** One figure over time: estimate, 95% interval, labels of each point, changes of model and threshold, and where labels are too few. */
export function TimeChart({ title, name, answer }) {
  const place = useRef(null);
  const look = `${theme.value} ${language.value}`;
  const points = pointsOf(answer.items, name);
  const known = points.filter((point) => point.value != null);
  useEffect(() => {
    const element = place.current;
    const { width, height } = element.getBoundingClientRect();
    const span = [seconds(answer.from), seconds(answer.to)];
    const chart = new UPlot(options(width, height, span, points, answer.marks), columns(points), element);
    const observer = new ResizeObserver(([entry]) => chart.setSize({ width: entry.contentRect.width, height: entry.contentRect.height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [look, answer, name]);
  const last = known.at(-1);
  const summary = last
    ? t('overTime.latest', { figure: title, value: number(last.value, 2), low: number(last.low ?? last.value, 2), high: number(last.high ?? last.value, 2), labels: last.labels, known: known.length, all: points.length })
    : t('overTime.unknown', { figure: title, all: points.length });
  return html`<figure class="time-chart" data-chart=${name}>
    <figcaption><h3>${title}</h3>
      <span class="time-chart-last">${last ? html`<b>${number(last.value, 2)}</b> ${t('overTime.labelCount', { labels: last.labels })}` : t('quality.notEnough')}</span></figcaption>
    <div class="time-chart-plot" role="img" aria-label=${summary} ref=${place}></div>
  </figure>`;
}
