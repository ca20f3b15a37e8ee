import { html } from '../lib.js';
import { t } from '../i18n.js';

// One outline per verdict, so that it can be told without colour: disc, octagon (as a stop sign), triangle, square.
const SHAPES = {
  pass: html`<circle cx="24" cy="24" r="21" class="shape-body" /><path d="m14 25 7 7 13-15" class="shape-sign" />`,
  reject: html`<path d="M15.3 3h17.4L45 15.3v17.4L32.7 45H15.3L3 32.7V15.3z" class="shape-body" />
    <path d="m16 16 16 16m0-16L16 32" class="shape-sign" />`,
  undecided: html`<path d="M24 3 46 43H2z" class="shape-body" /><path d="M24 17v12m0 5v4" class="shape-sign" />`,
  collecting: html`<path d="M5 5h38v38H5z" class="shape-body" /><path d="M14 15h20M14 24h20M14 33h11" class="shape-sign" />`,
  none: html`<path d="M5 5h38v38H5z" class="shape-body" /><path d="M15 24h18" class="shape-sign" />`,
};

export function VerdictShape({ verdict }) {
  return html`<svg class="shape shape-${verdict}" viewBox="0 0 48 48" aria-hidden="true">${SHAPES[verdict]}</svg>`;
}

/** The word for a verdict: a frame in the grey band is undecided, and somebody should look at the part. */
export function verdictWord(verdict, cause) {
  const own = { grey_band: 'verdict.greyBand', imported: 'verdict.imported', overload: 'verdict.overload' };
  return t(own[cause] ?? `verdict.${verdict}`);
}

/** A verdict in shape, word and colour, for a line of text. */
export function VerdictBadge({ verdict, cause }) {
  return html`<span class="verdict-badge verdict-${verdict}"><${VerdictShape} verdict=${verdict} />${verdictWord(verdict, cause)}</span>`;
}

/** An operator's label in shape, word and colour. */
export function LabelBadge({ label }) {
  const verdict = label.verdict === 'defect' ? 'reject' : 'pass';
  return html`<span class="verdict-badge label-badge verdict-${verdict}"><${VerdictShape} verdict=${verdict} />${t(`label.${label.verdict}`)}</span>`;
}
