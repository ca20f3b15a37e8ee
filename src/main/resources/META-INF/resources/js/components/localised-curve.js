import { html, useMemo } from '../lib.js';
import { number, t } from '../i18n.js';
import { token } from '../theme.js';
import { CurveChart, lines } from './curve-chart.js';
import { CurveKey } from './precision-recall.js';
import { signed } from './figure-cells.js';

const USUAL_LIMIT = 0.3;

/** Limits, then the lines of both, then the ends of their intervals, which frame the bands. */
function columns(points) {
  const of = (side, end) => points.map((point) => point[side][end]);
  return [
    points.map(({ iouLimit }) => iouLimit),
    of('champion', 'value'), of('candidate', 'value'),
    of('champion', 'low'), of('champion', 'high'), of('candidate', 'low'), of('candidate', 'high'),
  ];
}

const edge = { width: 0, points: { show: false }, stroke: 'transparent' };
const dots = (line) => ({ ...line, points: { show: true, size: 6, fill: line.stroke, stroke: line.stroke } });
const series = () => [dots(lines().champion), dots(lines().candidate), edge, edge, edge, edge];

/** A colour of the theme, let through. */
function veil(name) {
  return `${token(name)}22`;
}

const bands = () => [{ series: [4, 3], fill: veil('--ink') }, { series: [6, 5], fill: veil('--threshold') }];

function Share({ value, low, high }) {
  return html`<td><b>${number(value, 2)}</b> <small>${number(low, 2)} … ${number(high, 2)}</small></td>`;
}

function Points({ report, points }) {
  return html`<details><summary>${t('models.localised.table')}</summary>
    <div class="table-scroll" tabindex="0" role="group" aria-label=${t('models.localised')}><table class="figures">
    <thead><tr><th scope="col">${t('models.localised.limit')}</th><th scope="col">${t('models.champion')} ${report.champion}</th><th scope="col">${t('models.candidate')} ${report.candidate}</th><th scope="col">${t('models.difference')}</th></tr></thead>
    <tbody>${points.map((point) => html`<tr key=${point.iouLimit} class=${point.iouLimit === USUAL_LIMIT ? 'usual' : ''}>
      <th scope="row">${number(point.iouLimit, 1)}</th><${Share} ...${point.champion} /><${Share} ...${point.candidate} />
      <td><b>${signed(point.difference, 2)}</b>${point.low != null && html` <small>${signed(point.low, 2)} … ${signed(point.high, 2)}</small>`}</td></tr>`)}</tbody>
  </table></div></details>`;
}

/** Proportion Localised of both by the limit of intersection over union, as curves and as a table; or why there is none. */
export function LocalisedCurve({ report }) {
  const { labels = 0, points = [] } = report.localised ?? {};
  const data = useMemo(() => columns(points), [JSON.stringify(points)]);
  const reason = report.figures.find(({ name }) => name === 'pl30')?.champion.reason;
  return html`<figure class="curve" data-curve="localised">
    <figcaption><h3>${t('models.localised')}</h3> <span class="hint">${t('models.localised.labels', { count: labels })}</span>
      ${points.length > 0 && html`<${CurveKey} report=${report} />`}</figcaption>
    ${points.length === 0
      ? html`<p class="curve-missing"><b>${t('quality.notEnough')}</b> ${reason}</p>`
      : html`<${CurveChart} data=${data} series=${series} bands=${bands} xRange=${[0.05, 0.95]} xLabel=${t('models.localised.limit')} yLabel=${t('models.localised.share')}
          summary=${t('models.localised.summary', { champion: report.champion, candidate: report.candidate })} />
        <${Points} report=${report} points=${points} />`}
    <p class="hint">${t('models.localised.means')}</p>
  </figure>`;
}
