import { html } from '../lib.js';
import { number, t, tOr } from '../i18n.js';

/** A difference with its sign in words' place: +0.050, −0.050, ±0.000. */
export function signed(figure, digits = 3) {
  return `${figure > 0 ? '+' : figure < 0 ? '−' : '±'}${number(Math.abs(figure), digits)}`;
}

function Unknown({ reason }) {
  return html`<td class="cell-unknown"><b>${t('quality.notEnough')}</b> <small>${reason}</small></td>`;
}

function FigureCell({ figure }) {
  return figure.value == null
    ? html`<${Unknown} reason=${figure.reason} />`
    : html`<td><b>${number(figure.value, 3)}</b>${figure.low != null && html` <small>${number(figure.low, 3)} … ${number(figure.high, 3)}</small>`} <small class="cell-labels">${t('quality.labels', { count: figure.labels })}</small></td>`;
}

function DifferenceCell({ pair }) {
  return pair.difference == null
    ? html`<${Unknown} reason="" />`
    : html`<td><b>${signed(pair.difference)}</b>${pair.low != null && html` <small>${signed(pair.low)} … ${signed(pair.high)}</small>`} <small class="cell-labels">${pair.method}</small></td>`;
}

/** Every figure of champion and candidate with its interval and labels, and the paired difference with its own. */
export function FigureTable({ report }) {
  return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t('models.figures')}><table class="figures">
    <thead><tr><th scope="col">${t('models.figure')}</th><th scope="col">${t('models.champion')} ${report.champion}</th><th scope="col">${t('models.candidate')} ${report.candidate}</th><th scope="col">${t('models.difference')}</th></tr></thead>
    <tbody>${report.figures.map((pair) => html`<tr key=${pair.name} data-figure=${pair.name}>
      <th scope="row">${tOr(`figure.${pair.name}`, pair.title)}</th>
      <${FigureCell} figure=${pair.champion} /><${FigureCell} figure=${pair.candidate} /><${DifferenceCell} pair=${pair} />
    </tr>`)}</tbody>
  </table></div>`;
}
