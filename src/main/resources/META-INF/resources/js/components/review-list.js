import { html, useEffect, useRef } from '../lib.js';
import { score, t, time } from '../i18n.js';
import { LabelBadge, VerdictBadge } from './verdict.js';

function Filters({ queue }) {
  const { verdict, unlabelled } = queue.filter.value;
  return html`<div class="filters">
    <div class="segmented" role="group" aria-label=${t('review.filter')}>
      ${['first', null, 'reject', 'pass', 'undecided'].map((choice) => html`
        <button key=${choice} type="button" aria-pressed=${verdict === choice} onClick=${() => queue.show({ verdict: choice })}>${t(`review.filter.${choice ?? 'all'}`)}</button>`)}
    </div>
    ${verdict !== 'first' && html`<label class="switch"><input type="checkbox" checked=${unlabelled} onChange=${(event) => queue.show({ unlabelled: event.target.checked })} /><span>${t('review.filter.unlabelled')}</span></label>`}
  </div>`;
}

/** What is known of a frame beside its verdict, the weightiest first; one line. */
function Standing({ inspection, draft, look }) {
  if (inspection.label) {
    return html`<span class="row-label">${t('review.labelled')} <${LabelBadge} label=${inspection.label} /></span>`;
  }
  if (look) {
    return html`<span class="row-label row-look">${t('review.look', { who: look.by })}</span>`;
  }
  if (draft) {
    return html`<span class="row-label">${t('review.draft')}</span>`;
  }
  if (inspection.unsure) {
    return html`<span class="row-label">${t('review.unsure.by', { who: inspection.unsure.by })}</span>`;
  }
  return inspection.why ? html`<span class="row-label">${inspection.why.map((why) => t(`review.why.${why}`)).join(' · ')}</span>` : null;
}

/** Scrolls the list and nothing around it: the frame and the keys stay where they are. */
function bringIntoView(row) {
  const list = row.closest('.rows');
  const [at, shown] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
  list.scrollTop += Math.min(0, at.top - shown.top) + Math.max(0, at.bottom - shown.bottom);
}

function Row({ inspection, queue }) {
  const row = useRef(null);
  const selected = inspection.id === queue.currentId.value;
  const picked = queue.picked.value.has(inspection.id);
  useEffect(() => {
    if (selected) {
      bringIntoView(row.current);
    }
  }, [selected]);
  const onClick = (event) => (event.shiftKey ? queue.pickTo(inspection.id) : queue.select(inspection.id));
  return html`<li class="row-item" data-picked=${picked ? 'true' : undefined}>
    <label class="row-pick"><input type="checkbox" checked=${picked} aria-label=${t('review.pick', { frame: inspection.frameId })} onChange=${(event) => queue.pick(inspection.id, event.target.checked)} /></label>
    <button type="button" ref=${row} class="row" aria-current=${selected ? 'true' : undefined} onClick=${onClick} data-inspection=${inspection.id}>
      <img class="row-thumb" src=${inspection.image} alt="" loading="lazy" decoding="async" />
      <span class="row-text">
        <${VerdictBadge} verdict=${inspection.verdict} cause=${inspection.cause} />
        <span class="row-facts">${time(inspection.capturedAt)} · ${score(inspection.score)}</span>
        <${Standing} inspection=${inspection} draft=${queue.drafts.value.has(inspection.id)} look=${queue.looks.others.value.get(inspection.id)} />
      </span>
    </button></li>`;
}

/** What can be done with several frames at once. */
function Picked({ queue }) {
  const count = queue.picked.value.size;
  return html`<div class="picked">
    <button type="button" class="button" disabled=${queue.current.value?.heatmap == null || queue.saving.value} onClick=${() => queue.pickAlike()}>${t('review.alike')} <kbd>l</kbd></button>
    ${count > 0 && html`<p class="picked-count" role="status">${t('review.picked', { count })}</p>
      <button type="button" class="button" onClick=${() => queue.unpick()}>${t('review.unpick')} <kbd>Esc</kbd></button>`}
  </div>`;
}

/** The frames to go through, with what there is to know of each, and which of them are picked. */
export function ReviewList({ queue }) {
  return html`<div class="review-list">
    <${Filters} queue=${queue} />
    <${Picked} queue=${queue} />
    ${queue.arrived.value > 0 && html`<button type="button" class="button arrived" onClick=${() => queue.load()}>${t('review.arrived', { count: queue.arrived.value })}</button>`}
    <ol class="rows" aria-label=${t('review.list')} tabindex="-1">
      ${queue.items.value.map((inspection) => html`<${Row} key=${inspection.id} inspection=${inspection} queue=${queue} />`)}
      ${queue.more.value && html`<li><button type="button" class="button more" disabled=${queue.loading.value} onClick=${() => queue.loadMore()}>${t('review.more')}</button></li>`}
    </ol>
  </div>`;
}
