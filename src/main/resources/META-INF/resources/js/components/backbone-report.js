import { html } from '../lib.js';
import { api } from '../api.js';
import { bytes, number, percent, t } from '../i18n.js';
import { useAnswer } from './answer.js';

/** What a backbone in 8-bit integers costs and gains, or why the version has none although one was wanted. */
export function BackboneReport({ report }) {
  const { int8, comparison, refusal } = report;
  const facts = int8 ? [
    ['models.int8.speed', t('models.int8.speed.means', { fast: number(int8.int8Millis, 1), slow: number(int8.float32Millis, 1), times: number(int8.float32Millis / int8.int8Millis, 1) })],
    ['models.int8.size', t('models.int8.size.means', { small: bytes(int8.int8Bytes), large: bytes(int8.float32Bytes) })],
    ['models.int8.error', int8.errors.map(({ output, relative }) => `${output} ${percent(relative, 1)}`).join(', ')],
    ['models.int8.layers', t('models.int8.layers.means', { left: int8.float32Layers.length, layers: int8.layers })],
    ['models.int8.ranges', t('models.int8.ranges.means', { calibration: int8.calibration, images: int8.calibrationImages, others: int8.heldOutImages })],
  ] : [];
  if (comparison) {
    facts.push(['models.int8.golden', t('models.int8.golden.means', { flips: comparison.flips, frames: comparison.frames, difference: percent(comparison.largestScoreDifference, 1) })]);
  }
  return html`<section class="manifest-part backbone-report"><h3>${t('models.int8')}</h3>
    <p>${refusal ? t('models.int8.refused', { reason: refusal }) : t('models.int8.serves')}</p>
    <dl class="details manifest-facts">${facts.map(([key, text]) => html`<div key=${key}><dt>${t(key)}</dt><dd>${text}</dd></div>`)}</dl>
  </section>`;
}

/** The same for a version whose manifest is not at hand; nothing where no such backbone was wanted. */
export function VersionBackbone({ station, version }) {
  const { value: detail } = useAnswer(() => api.model(station, version), [station, version]);
  const report = detail?.artefact?.backboneReport;
  return report ? html`<${BackboneReport} report=${report} />` : null;
}
