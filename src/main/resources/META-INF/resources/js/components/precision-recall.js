import { html, useMemo } from '../lib.js';
import { t } from '../i18n.js';
import { CurveChart, lines } from './curve-chart.js';

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

const series = () => [lines().champion, lines().candidate];

/** Which line is whose. */
export function CurveKey({ report }) {
  return html`<span class="curve-key curve-champion">${t('models.champion')} ${report.champion}</span>
    <span class="curve-key curve-candidate">${t('models.candidate')} ${report.candidate}</span>`;
}

/** Precision over recall of champion and candidate, with the labels they rest on; or why there is no curve. */
export function PrecisionRecall({ report }) {
  const { championCurve, candidateCurve, labels } = report;
  const data = useMemo(() => columns(championCurve, candidateCurve), [JSON.stringify([championCurve, candidateCurve])]);
  const empty = championCurve.length === 0 || candidateCurve.length === 0;
  const figure = report.figures.find(({ name }) => name === 'image_aupr');
  return html`<figure class="curve" data-curve="precision-recall">
    <figcaption><h3>${t('models.curve')}</h3> <span class="hint">${t('models.curve.labels', { defects: labels.defect, normals: labels.normal })}</span>
      ${!empty && html`<${CurveKey} report=${report} />`}</figcaption>
    ${empty
      ? html`<p class="curve-missing"><b>${t('quality.notEnough')}</b> ${figure?.champion.reason}</p>`
      : html`<${CurveChart} data=${data} series=${series} xRange=${[0, 1.02]} xLabel=${t('models.curve.recall')} yLabel=${t('models.curve.precision')}
          summary=${t('models.curve.summary', { champion: report.champion, candidate: report.candidate })} />`}
  </figure>`;
}
