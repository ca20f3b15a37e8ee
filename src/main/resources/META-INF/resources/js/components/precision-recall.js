import { html, UPlot, useEffect, useRef } from '../lib.js';
import { language, number, t } from '../i18n.js';
import { theme, token } from '../theme.js';

/** Both curves over one scale of recall: where only one has a point, the other has a gap that is bridged. */
function columns(champion, candidate) {
  const recalls = [...new Set([...champion, ...candidate].map(({ recall }) => recall))].sort((a, b) => a - b);
  const at = (curve) => {
    const best = new Map();
    curve.forEach(({ recall, precision }) => best.set(recall, Math.max(precision, best.get(recall) ?? 0)));
    return recalls.map((recall) => best.get(recall) ?? null);
  };
  return [recalls, at(champion), at(candidate)];
}

function options(width, height) {
  const font = `12px ${token('--font')}`;
  const axis = {
    stroke: token('--ink-soft'), font, labelFont: font, labelSize: 20,
    grid: { stroke: token('--rule'), width: 1 }, ticks: { show: false },
    values: (chart, values) => values.map((value) => number(value, 1)),
  };
  const unit = () => [0, 1.02];
  return {
    width,
    height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: unit }, y: { range: unit } },
    axes: [{ ...axis, label: t('models.curve.recall') }, { ...axis, label: t('models.curve.precision') }],
    series: [
      {},
      { stroke: token('--ink'), width: 2, spanGaps: true, points: { show: false } },
      { stroke: token('--threshold'), width: 2, dash: [8, 5], spanGaps: true, points: { show: false } },
    ],
  };
}

/** Precision over recall of champion and candidate; nothing where there are too few labels for a curve. */
export function PrecisionRecall({ report }) {
  const place = useRef(null);
  const { championCurve, candidateCurve } = report;
  const look = `${theme.value} ${language.value}`;
  const empty = championCurve.length === 0 || candidateCurve.length === 0;
  useEffect(() => {
    if (empty) {
      return undefined;
    }
    const element = place.current;
    const { width, height } = element.getBoundingClientRect();
    const chart = new UPlot(options(width, height), columns(championCurve, candidateCurve), element);
    const observer = new ResizeObserver(([entry]) => {
      chart.setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [look, empty, championCurve, candidateCurve]);
  if (empty) {
    return null;
  }
  return html`<figure class="curve">
    <figcaption><h3>${t('models.curve')}</h3>
      <span class="curve-key curve-champion">${t('models.champion')} ${report.champion}</span>
      <span class="curve-key curve-candidate">${t('models.candidate')} ${report.candidate}</span>
    </figcaption>
    <div class="curve-plot" role="img" aria-label=${t('models.curve.summary', { champion: report.champion, candidate: report.candidate })} ref=${place}></div>
  </figure>`;
}
