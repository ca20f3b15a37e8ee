import { html } from '../lib.js';
import { dateTime, number, score, t, tOr } from '../i18n.js';
import { ProblemNote } from './common.js';
import { LabelBadge, VerdictBadge } from './verdict.js';
import { only } from '../session.js';

function whatOf({ label, unsure }) {
  if (!label) {
    return unsure ? t('review.said.unsure', { who: unsure.by, when: dateTime(unsure.at) }) : t('review.said.nothing');
  }
  const type = label.defectType ? tOr(`defect.${label.defectType}`, label.defectType) : null;
  const what = [t(`label.${label.verdict}`), type].filter(Boolean).join(', ');
  return t('review.said.label', { who: label.labelledBy, what, when: dateTime(label.labelledAt) });
}

/** Somebody else was quicker: says who, what and when, and asks whose word is to hold. What was drawn here stays. */
function Conflict({ queue }) {
  const { theirs } = queue.conflict.value;
  return html`<div class="problem-note conflict" role="alert">
    <strong>${t('review.conflict', { count: theirs.length })}</strong>
    <span>${whatOf(theirs[0])}</span>
    <span>${t('review.conflict.kept')}</span>
    <div class="conflict-buttons">
      <button type="button" class="button" disabled=${queue.saving.value} onClick=${() => queue.keepMine()}>${t('review.keepMine')} <kbd>k</kbd></button>
      <button type="button" class="button" disabled=${queue.saving.value} onClick=${() => queue.keepTheirs()}>${t('review.keepTheirs')} <kbd>t</kbd></button>
    </div>
  </div>`;
}

function Given({ inspection }) {
  if (inspection.unsure) {
    return html`<p class="given">${t('review.said.unsure', { who: inspection.unsure.by, when: dateTime(inspection.unsure.at) })}</p>`;
  }
  return inspection.label && html`<p class="given">${t('review.given')} <${LabelBadge} label=${inspection.label} />
    <span class="hint">${t('review.given.by', { who: inspection.label.labelledBy, when: dateTime(inspection.label.labelledAt) })}</span></p>`;
}

/** One button and key for each thing to say of the frame, or of all that are picked. */
export function Decide({ queue }) {
  const inspection = queue.current.value;
  const { saving, problem, undoable } = queue;
  const picked = queue.picked.value.size;
  const said = (verdict) => picked === 0 && inspection.label?.verdict === verdict;
  return html`<section class="decide">
    <h2 class="visually-hidden">${t('review.decide')}</h2>
    ${picked > 0 && html`<p class="decide-many">${t('review.decideMany', { count: picked })}</p>`}
    <div class="decide-buttons">
      <button type="button" class="button decide-normal" aria-pressed=${said('normal')} ...${only('operator', saving.value)} onClick=${() => queue.label('normal')}><span>${t('label.normal')}</span><kbd>n</kbd></button>
      <button type="button" class="button decide-defect" aria-pressed=${said('defect')} ...${only('operator', saving.value)} onClick=${() => queue.label('defect')}><span>${t('label.defect')}</span><kbd>d</kbd></button>
    </div>
    ${queue.conflict.value ? html`<${Conflict} queue=${queue} />`
      : queue.meanwhile.value && html`<p class="meanwhile" role="alert"><b>${t('review.meanwhile')}</b> ${whatOf(queue.meanwhile.value)}</p>`}
    ${problem.value !== null && html`<${ProblemNote} problem=${problem.value}><span>${t('review.kept')}</span><//>`}
    <div class="decide-steps">
      <button type="button" class="button" onClick=${() => queue.step(-1)} aria-label=${t('review.previous')}>←</button>
      <button type="button" class="button decide-unsure" aria-pressed=${inspection.unsure != null} ...${only('operator', saving.value)} onClick=${() => queue.label('unsure')}>${t('label.unsure')} <kbd>s</kbd></button>
      <button type="button" class="button undo" disabled=${undoable.value === 0 || saving.value} onClick=${() => queue.undo()}>${t('review.undo')} <kbd>u</kbd></button>
      <button type="button" class="button" onClick=${() => queue.step(1)} aria-label=${t('review.next')}>→</button>
    </div>
    <${Given} inspection=${inspection} />
  </section>`;
}

function whyText(inspection) {
  const { why, disputed } = inspection;
  return why && html`<ul class="why-list">${why.map((reason) => html`<li key=${reason}>${reason === 'disagreement' && disputed
    ? t('review.why.disagreement.by', { model: disputed.modelVersion, score: score(disputed.score), threshold: score(disputed.threshold) })
    : t(`review.why.${reason}`)}</li>`)}</ul>`;
}

/** What is known of the frame. */
export function Facts({ inspection }) {
  const { timings } = inspection;
  const facts = [
    ['review.chosen', whyText(inspection) ?? (inspection.reviewReason && t(`review.chosen.${inspection.reviewReason}`))],
    ['review.verdict', html`<${VerdictBadge} verdict=${inspection.verdict} cause=${inspection.cause} />`],
    ['review.score', t('review.scoreOf', { score: score(inspection.score), threshold: score(inspection.threshold) })],
    ['review.captured', dateTime(inspection.capturedAt)],
    ['review.frame', inspection.frameId],
    ['review.part', inspection.partId],
    ['live.model', inspection.modelVersion],
    ['review.reason', inspection.reason],
    ['review.took', timings?.totalMs === undefined ? null : t('review.ms', { ms: number(timings.totalMs) })],
  ];
  return html`<dl class="details">
    ${facts.filter(([, value]) => value).map(([key, value]) => html`<div key=${key}><dt>${t(key)}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}
