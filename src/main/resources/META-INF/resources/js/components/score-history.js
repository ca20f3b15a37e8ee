import { html, UPlot, useEffect, useRef } from '../lib.js';
import { language, number, score, t, time } from '../i18n.js';
import { theme, token } from '../theme.js';

function columns(history) {
  const scored = history.filter((inspection) => inspection.verdict !== 'undecided' || inspection.score != null);
  return [
    scored.map((inspection) => Date.parse(inspection.decidedAt) / 1000),
    scored.map((inspection) => inspection.score),
    scored.map((inspection) => inspection.threshold),
    scored.map((inspection) => (inspection.verdict === 'reject' ? inspection.score : null)),
  ];
}

/** From zero, with room above the highest, so that the distance to the threshold can be judged at a glance. */
function scale(chart, low, high) {
  return [0, high > 0 ? high * 1.12 : 1];
}

function options(width, height) {
  const font = `12px ${token('--font')}`;
  const axis = {
    stroke: token('--ink-soft'), font, grid: { stroke: token('--rule'), width: 1 }, ticks: { show: false },
  };
  return {
    width,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: scale } },
    axes: [
      { ...axis, space: 110, size: 24, values: (chart, values) => values.map((seconds) => time(seconds * 1000)) },
      { ...axis, space: 34, size: 46, values: (chart, values) => values.map((value) => number(value, values.some((v) => v % 1 !== 0) ? 1 : 0)) },
    ],
    series: [
      {},
      { stroke: token('--ink'), width: 1.5, points: { show: true, size: 3.5, fill: token('--ink') } },
      { stroke: token('--threshold'), width: 2, dash: [8, 5], points: { show: false } },
      {
        stroke: token('--reject'), paths: () => null,
        points: { show: true, size: 10, width: 2, fill: token('--reject'), stroke: token('--panel') },
      },
    ],
  };
}

/** Scores against the threshold over the newest frames; rejects stand out as large points. */
export function ScoreHistory({ history }) {
  const place = useRef(null);
  const chart = useRef(null);
  const look = `${theme.value} ${language.value}`;
  useEffect(() => {
    const element = place.current;
    const { width, height } = element.getBoundingClientRect();
    chart.current = new UPlot(options(width, height), columns(history), element);
    const observer = new ResizeObserver(([entry]) => {
      chart.current.setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.current.destroy();
      chart.current = null;
    };
  }, [look]);
  useEffect(() => chart.current.setData(columns(history)), [history]);

  const last = history.at(-1);
  const summary = t('history.summary', {
    frames: history.length,
    rejects: history.filter((inspection) => inspection.verdict === 'reject').length,
    score: score(last?.score),
    threshold: score(last?.threshold),
  });
  return html`<div class="score-history" role="img" aria-label=${summary} ref=${place}></div>`;
}
