import { html, useState } from '../lib.js';
import { api } from '../api.js';
import { dateTime, number, score, t } from '../i18n.js';
import { href } from '../router.js';
import { useAnswer } from './answer.js';
import { ProblemNote, ProgressBar } from './common.js';
import { FigureTable } from './figure-cells.js';
import { OpacitySlider } from './frame.js';
import { LocalisedCurve } from './localised-curve.js';
import { PrecisionRecall } from './precision-recall.js';
import { LabelBadge, VerdictBadge } from './verdict.js';

const HEATMAP_OPACITY = 0.7;

/** How far the shadow is. */
export function Shadow({ shadow }) {
  const percent = shadow.target === 0 ? 100 : Math.min(100, (100 * shadow.frames) / shadow.target);
  return html`<div class="shadow-progress">
    <p>${t('models.shadow', { frames: shadow.frames, target: shadow.target })}${shadow.dropped > 0 && html`, ${t('models.shadow.dropped', { count: shadow.dropped })}`}</p>
    <${ProgressBar} percent=${percent} label=${t('models.shadow.label')} />
  </div>`;
}

function Side({ name, side, image, frame, opacity }) {
  return html`<figure class="pair-side">
    <div class="pair-image"><img src=${image} alt=${t('frame.alt', { frame })} loading="lazy" decoding="async" /><img class="pair-heat" style=${{ opacity }} src=${side.heatmap} alt="" loading="lazy" decoding="async" /></div>
    <figcaption><span>${name}</span> <${VerdictBadge} verdict=${side.verdict} /> <span>${t('models.pair.score', { score: score(side.score), threshold: score(side.threshold) })}</span></figcaption>
  </figure>`;
}

function Disagreements({ station, report, keys }) {
  const [opacity, setOpacity] = useState(HEATMAP_OPACITY);
  const { value: page, problem } = useAnswer(() => api.disagreements(station, report.candidate), keys);
  if (problem) {
    return html`<${ProblemNote} problem=${problem} />`;
  }
  if (page === null) {
    return null;
  }
  return html`<section aria-label=${t('models.disagreements')}>
    <div class="pairs-head"><h3>${t('models.disagreements.count', { count: page.items.length })}</h3>
      ${page.items.length > 0 && html`<${OpacitySlider} value=${opacity} onChange=${setOpacity} />`}</div>
    ${page.items.length === 0 && html`<p class="hint">${t('models.disagreements.none')}</p>`}
    <ol class="pairs">${page.items.map((item) => html`<li key=${item.inspectionId} class="pair">
      <${Side} name=${`${t('models.champion')} ${report.champion}`} side=${item.champion} image=${item.image} frame=${item.frameId} opacity=${opacity} />
      <${Side} name=${`${t('models.candidate')} ${report.candidate}`} side=${item.candidate} image=${item.image} frame=${item.frameId} opacity=${opacity} />
      <p class="hint">${item.frameId} · ${dateTime(item.capturedAt)} ${item.label ? html`<${LabelBadge} label=${item.label} />` : t('models.pair.unlabelled')} <a href=${href('review', station, item.inspectionId)}>${t('models.disagreements.label')}</a></p>
    </li>`)}</ol>
  </section>`;
}

/** All the evidence for or against a candidate: policy, figures with paired differences, curves, frames they disagree on. */
export function Comparison({ station, report, keys }) {
  const { labels, policy, regression } = report;
  return html`
    <p class="policy policy-${report.decision.kind}" data-decision=${report.decision.kind}><b>${t(`models.policy.${policy.policy}`)}</b> ${report.decision.reason}</p>
    <p class="hint">${t('models.labels', { defects: labels.defect, normals: labels.normal, regions: labels.withRegions, fittedOn: labels.fittedOn })}</p>
    ${regression.frames > 0 && html`<p class="regression-outcome">${t('models.regression', { champion: regression.champion, candidate: regression.candidate, count: regression.frames })}${regression.unscored > 0 && html` ${t('models.regression.unscored', { count: regression.unscored })}`}</p>`}
    <${FigureTable} report=${report} />
    <p class="hint">${t('models.intervals', {
      p: number(report.recall.p, 3), q: number(report.falseRejects.p, 3),
      recall: number(policy.recallMargin, 2), rejects: number(policy.falseRejectMargin, 2),
    })}</p>
    <div class="curves"><${PrecisionRecall} report=${report} /><${LocalisedCurve} report=${report} /></div>
    <${Disagreements} station=${station} report=${report} keys=${keys} />`;
}
