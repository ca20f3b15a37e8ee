import { html, useEffect, useMemo, useRef, useState } from '../lib.js';
import { announce } from '../announcer.js';
import { EmptyState, ProblemNote, StationPicker } from '../components/common.js';
import { OpacitySlider } from '../components/frame.js';
import { RegionEditor } from '../components/region-editor.js';
import { LabelBadge, VerdictBadge } from '../components/verdict.js';
import { WhyPassed } from '../components/why-passed.js';
import { dateTime, number, score, t, time, tOr } from '../i18n.js';
import { originalHeld, useKeyHelp, useKeys } from '../keys.js';
import { recall, remember } from '../preferences.js';
import { ReviewQueue } from '../review-queue.js';
import { loaded, onInspection, onLabel } from '../store.js';
import { DEFECT_TYPES } from '../vocabulary.js';

const PREFETCH = 3;

function Filters({ queue }) {
  const { verdict, unlabelled } = queue.filter.value;
  return html`<div class="filters">
    <div class="segmented" role="group" aria-label=${t('review.filter')}>
      ${['first', null, 'reject', 'pass', 'undecided'].map((choice) => html`
        <button key=${choice} type="button" aria-pressed=${verdict === choice} onClick=${() => queue.show({ verdict: choice })}>${t(`review.filter.${choice ?? 'all'}`)}</button>`)}
    </div>
    <label class="switch"><input type="checkbox" checked=${unlabelled} onChange=${(event) => queue.show({ unlabelled: event.target.checked })} /><span>${t('review.filter.unlabelled')}</span></label>
  </div>`;
}

function Row({ inspection, selected, draft, onSelect }) {
  const row = useRef(null);
  useEffect(() => {
    if (selected) {
      row.current.scrollIntoView({ block: 'nearest' });
    }
  }, [selected]);
  return html`<li><button type="button" ref=${row} class="row" aria-current=${selected ? 'true' : undefined} onClick=${onSelect} data-inspection=${inspection.id}>
    <img class="row-thumb" src=${inspection.image} alt="" loading="lazy" decoding="async" />
    <span class="row-text">
      <${VerdictBadge} verdict=${inspection.verdict} cause=${inspection.cause} />
      <span class="row-facts">${time(inspection.capturedAt)} · ${score(inspection.score)}</span>
      ${inspection.label
        ? html`<span class="row-label">${t('review.labelled')} <${LabelBadge} label=${inspection.label} /></span>`
        : draft && html`<span class="row-label">${t('review.draft')}</span>`}
    </span>
  </button></li>`;
}

function List({ queue }) {
  const items = queue.items.value;
  return html`<div class="review-list">
    <${Filters} queue=${queue} />
    ${queue.arrived.value > 0 && html`<button type="button" class="button arrived" onClick=${() => queue.load()}>${t('review.arrived', { count: queue.arrived.value })}</button>`}
    <ol class="rows" aria-label=${t('review.list')} tabindex="-1">
      ${items.map((inspection) => html`<${Row} key=${inspection.id} inspection=${inspection} selected=${inspection.id === queue.currentId.value} draft=${queue.drafts.value.has(inspection.id)} onSelect=${() => queue.select(inspection.id)} />`)}
      ${queue.more.value && html`<li><button type="button" class="button more" disabled=${queue.loading.value} onClick=${() => queue.loadMore()}>${t('review.more')}</button></li>`}
    </ol>
  </div>`;
}

function Facts({ inspection }) {
  const { timings } = inspection;
  const facts = [
    ['review.verdict', html`<${VerdictBadge} verdict=${inspection.verdict} cause=${inspection.cause} />`],
    ['review.score', t('review.scoreOf', { score: score(inspection.score), threshold: score(inspection.threshold) })],
    ['review.captured', dateTime(inspection.capturedAt)],
    ['review.frame', inspection.frameId],
    ['review.part', inspection.partId],
    ['live.model', inspection.modelVersion],
    ['review.reason', inspection.reason],
    ['review.chosen', inspection.reviewReason && t(`review.chosen.${inspection.reviewReason}`)],
    ['review.took', timings?.totalMs === undefined ? null : t('review.ms', { ms: number(timings.totalMs) })],
  ];
  return html`<dl class="details">
    ${facts.filter(([, value]) => value).map(([key, value]) => html`<div key=${key}><dt>${t(key)}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

function DefectTypes({ chosen, onChoose }) {
  return html`<fieldset class="defect-types">
    <legend>${t('review.type')}</legend>
    ${DEFECT_TYPES.map((type, i) => html`<button key=${type} type="button" class="chip" aria-pressed=${chosen === type} onClick=${() => onChoose(type)}>
      ${tOr(`defect.${type}`, type)} <kbd>${i + 1}</kbd></button>`)}
  </fieldset>`;
}

/** Where the person says that the defect is. */
function regionOf({ regions: [first] }) {
  return first ? { left: first.left, top: first.top, right: first.right, bottom: first.bottom } : null;
}

function Actions({ queue, editing }) {
  const inspection = queue.current.value;
  const draft = queue.draft(inspection);
  const { saving, problem, undoable } = queue;
  const chooseType = (type) => queue.edit(inspection, { defectType: draft.defectType === type ? null : type });
  const failed = problem.value !== null;
  return html`<div class="review-actions">
    <section class="decide">
      <h2 class="visually-hidden">${t('review.decide')}</h2>
      <div class="decide-buttons">
        <button type="button" class="button decide-normal" aria-pressed=${inspection.label?.verdict === 'normal'} disabled=${saving.value} onClick=${() => queue.label('normal')}><span>${t('label.normal')}</span><kbd>n</kbd></button>
        <button type="button" class="button decide-defect" aria-pressed=${inspection.label?.verdict === 'defect'} disabled=${saving.value} onClick=${() => queue.label('defect')}><span>${t('label.defect')}</span><kbd>d</kbd></button>
      </div>
      ${failed && html`<${ProblemNote} problem=${problem.value}><span>${t('review.kept')}</span><//>`}
      <div class="decide-steps">
        <button type="button" class="button" onClick=${() => queue.step(-1)} aria-label=${t('review.previous')}>←</button>
        <button type="button" class="button undo" disabled=${undoable.value === 0 || saving.value} onClick=${() => queue.undo()}>${t('review.undo')} <kbd>u</kbd></button>
        <button type="button" class="button" onClick=${() => queue.step(1)} aria-label=${t('review.next')}>→</button>
      </div>
      ${inspection.label && html`<p class="given">${t('review.given')} <${LabelBadge} label=${inspection.label} />
        <span class="hint">${t('review.given.by', { who: inspection.label.labelledBy, when: dateTime(inspection.label.labelledAt) })}</span></p>`}
    </section>
    <${WhyPassed} inspection=${inspection} region=${regionOf(draft)} saving=${saving.value} onMissed=${() => queue.markMissed()} />
    <section class="mark">
      <h2>${t('review.regions', { count: draft.regions.length })}</h2>
      <div class="mark-buttons">
        <button type="button" class="button" disabled=${!editing || !inspection.regions?.length} onClick=${() => editing.add(inspection.regions)}>${t('review.accept', { count: inspection.regions?.length ?? 0 })} <kbd>a</kbd></button>
        <button type="button" class="button" disabled=${!editing} onClick=${() => editing.addInMiddle()}>${t('review.box')} <kbd>b</kbd></button>
        <button type="button" class="button" disabled=${!editing || draft.regions.length === 0} onClick=${() => editing.remove()}>${t('review.delete')} <kbd>⌫</kbd></button>
      </div>
      <p class="hint">${t('review.draw')}</p>
      <${DefectTypes} chosen=${draft.defectType} onChoose=${chooseType} />
    </section>
    <${Facts} inspection=${inspection} />
  </div>`;
}

function reviewKeys(queue, editing) {
  const inspection = queue.current.value;
  const arrow = (right, down, step) => (event) => editing?.nudge(right, down, event.shiftKey) || (step !== 0 ? queue.step(step) : false);
  const types = Object.fromEntries(DEFECT_TYPES.map((type, i) => [String(i + 1), () => queue.edit(inspection, { defectType: type })]));
  const common = { u: () => queue.undo() };
  return inspection === null ? common : {
    ...common,
    ...types,
    n: () => queue.label('normal'),
    d: () => queue.label('defect'),
    m: () => queue.markMissed(),
    a: () => editing?.add(inspection.regions ?? []),
    b: () => editing?.addInMiddle(),
    Backspace: () => editing?.remove() ?? false,
    Delete: () => editing?.remove() ?? false,
    Escape: () => editing?.deselect() ?? false,
    ArrowLeft: arrow(-1, 0, -1),
    ArrowRight: arrow(1, 0, 1),
    ArrowUp: arrow(0, -1, -1),
    ArrowDown: arrow(0, 1, 1),
  };
}

/** What the keys do, for the help. */
function keyHelp() {
  return [
    { keys: ['n'], text: t('key.normal') }, { keys: ['d'], text: t('key.defect') },
    { keys: ['m'], text: t('key.missed') }, { keys: ['u'], text: t('key.undo') }, { keys: ['←', '→'], text: t('key.step') },
    { keys: ['a'], text: t('key.accept') }, { keys: ['b'], text: t('key.box') },
    { keys: ['⌫'], text: t('key.delete') }, { keys: ['1', '…', String(DEFECT_TYPES.length)], text: t('key.type') },
    { keys: ['o'], text: t('key.original') },
  ];
}

/** Keeps the queue in step with what arrives, and the next images warm. */
function useQueue(station) {
  const queue = useMemo(() => new ReviewQueue(station), [station]);
  useEffect(() => {
    queue.load();
    const stopInspections = onInspection((inspection) => {
      if (queue.passesFilter(inspection)) {
        queue.arrived.value += 1;
      }
    });
    const stopLabels = onLabel((id, label) => queue.applyLabel(id, label));
    return () => {
      stopInspections();
      stopLabels();
    };
  }, [queue]);
  const items = queue.items.value;
  const index = items.findIndex(({ id }) => id === queue.currentId.value);
  useEffect(() => {
    items.slice(index + 1, index + 1 + PREFETCH).flatMap(({ image, heatmap }) => [image, heatmap]).filter(Boolean)
      .forEach((url) => {
        new Image().src = url;
      });
  }, [queue.currentId.value]);
  return queue;
}

function NothingToReview({ queue }) {
  if (queue.loading.value) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  if (queue.problem.value) {
    return html`<${ProblemNote} problem=${queue.problem.value}><button type="button" class="button" onClick=${() => queue.load()}>${t('retry')}</button><//>`;
  }
  const { verdict, unlabelled } = queue.filter.value;
  const next = verdict === null && !unlabelled ? 'review.empty.none' : 'review.empty.filter';
  return html`<${EmptyState} title=${t('review.empty')}><p>${t(next)}</p><//>`;
}

function Desk({ station }) {
  const queue = useQueue(station);
  const [editing, setEditing] = useState(null);
  const [missing, setMissing] = useState(null);
  const [opacity, setOpacity] = useState(Number(recall('opacity') ?? 0.6));
  useKeys(reviewKeys(queue, editing));
  useKeyHelp(keyHelp());
  const inspection = queue.current.value;
  const position = queue.items.value.findIndex(({ id }) => id === inspection?.id) + 1;
  const id = inspection?.id;
  useEffect(() => {
    if (inspection) {
      announce(t('review.announce', { position, verdict: t(`verdict.${inspection.verdict}`) }));
    }
  }, [id]);
  return html`<div class="review">
    <${List} queue=${queue} />
    ${inspection === null ? html`<div class="review-stage"><${NothingToReview} queue=${queue} /></div>` : html`
      <div class="review-stage">
        ${missing === id
          ? html`<p class="frame-missing">${t('frame.missing')}<br />${inspection.reason}</p>`
          : html`<${RegionEditor} key=${id} inspection=${inspection} regions=${queue.draft(inspection).regions} opacity=${opacity} original=${originalHeld.value}
              label=${t('frame.alt', { frame: inspection.frameId })} onRegions=${(regions) => queue.edit(inspection, { regions })} onReady=${setEditing} onMissing=${() => setMissing(id)} />`}
        <div class="stage-foot">
          <${OpacitySlider} value=${opacity} onChange=${(value) => { setOpacity(value); remember('opacity', value); }} />
          <p class="legend"><span class="legend-model">${t('review.legend.model')}</span><span class="legend-own">${t('review.legend.own')}</span></p>
        </div>
      </div>
      <${Actions} queue=${queue} editing=${editing} />`}
  </div>`;
}

/** The operator's queue: look, label, next. */
export function Review({ station }) {
  if (!loaded.value) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  if (station === null) {
    return html`<${EmptyState} title=${t('live.empty')}><p>${t('live.empty.next')}</p><//>`;
  }
  return html`<${StationPicker} view="review" selected=${station} /><${Desk} key=${station} station=${station} />`;
}
