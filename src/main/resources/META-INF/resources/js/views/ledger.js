import { html, useEffect, useState } from '../lib.js';
import { api } from '../api.js';
import { EmptyState, ProblemNote } from '../components/common.js';
import { LabelBadge } from '../components/verdict.js';
import { dateTime, score, t, tOr } from '../i18n.js';
import { only } from '../session.js';

function useModels(station) {
  const current = station.model?.version ?? null;
  const [models, setModels] = useState({ items: [], problem: null });
  useEffect(() => {
    let alive = true;
    api.models(station.id).then(
      ({ items }) => alive && setModels({ items, problem: null }),
      (problem) => alive && setModels({ items: [], problem }));
    return () => {
      alive = false;
    };
  }, [station.id, current]);
  return models;
}

function useLedger(stationId, version) {
  const [ledger, setLedger] = useState({ version: null, entries: [], problem: null });
  const [revision, setRevision] = useState(0);
  useEffect(() => {
    let alive = true;
    if (version !== null) {
      api.ledger(stationId, version).then(
        ({ items }) => alive && setLedger({ version, entries: items, problem: null }),
        (problem) => alive && setLedger({ version, entries: [], problem }));
    }
    return () => {
      alive = false;
    };
  }, [stationId, version, revision]);
  return [ledger, () => setRevision((before) => before + 1)];
}

/** "20 frames dropped", with how many of them really were defective where that is known of any. */
function GalleryHeadline({ entries }) {
  const known = entries.filter(({ truth }) => truth != null);
  const defective = known.filter(({ truth }) => truth === 'defect').length;
  return html`<p class="gallery-headline">
    <b>${t('gallery.dropped', { count: entries.length })}</b>${known.length > 0 && html`<span>, ${t('gallery.defective', { count: defective })}</span>`}
  </p>`;
}

/** What is decided of one frame or of a group, and the buttons that decide it. */
function Decision({ decision, name, onDecide, onUndo }) {
  if (decision) {
    return html`<div class="decision">
      <p class="decision-made decision-${decision.decision}"><b>${t(`ledger.${decision.decision}`)}</b> <span class="hint">${t('review.given.by', { who: decision.by, when: dateTime(decision.at) })}</span></p>
      <button type="button" class="button" ...${only('operator')} onClick=${onUndo} aria-label=${t('ledger.undo.of', { name })}>${t('review.undo')}</button>
    </div>`;
  }
  return html`<div class="decision">
    <button type="button" class="button" ...${only('operator')} onClick=${() => onDecide('restored')} aria-label=${t('ledger.restore.of', { name })}>${t('ledger.restore')}</button>
    <button type="button" class="button" ...${only('operator')} onClick=${() => onDecide('confirmed')} aria-label=${t('ledger.confirm.of', { name })}>${t('ledger.confirm')}</button>
  </div>`;
}

function LedgerCard({ entry, decide, undo }) {
  const [heat, setHeat] = useState(false);
  return html`<li class="dropped" data-truth=${entry.truth ?? 'unknown'} data-decision=${entry.decision?.decision ?? 'none'}>
    <div class="dropped-picture">
      <img src=${entry.thumbnail ?? entry.image} alt=${t('frame.alt', { frame: entry.frameId })} loading="lazy" decoding="async" />
      ${heat && html`<img class="dropped-heat" src=${entry.heatmap} alt="" />`}
    </div>
    <p class="dropped-rank"><span>${t('gallery.rank', { rank: entry.rank })}${entry.round > 1 ? html` · ${t('ledger.round', { round: entry.round })}` : ''}</span> <b>${score(entry.score)}</b></p>
    ${entry.truth && html`<p><${LabelBadge} label=${{ verdict: entry.truth }} /></p>`}
    <p class="hint">${tOr(`reason.${entry.reason}`, entry.reason)}</p>
    ${entry.heatmap && html`<button type="button" class="button" aria-pressed=${heat} onClick=${() => setHeat(!heat)} aria-label=${t('ledger.heatmap.of', { name: entry.frameId })}>${t('heatmap.opacity')}</button>`}
    <${Decision} decision=${entry.decision} name=${entry.frameId} onDecide=${(what) => decide(entry.hash, what)} onUndo=${() => undo(entry.hash)} />
  </li>`;
}

/** Look-alikes first, each group as one thing to decide, then all others. */
function grouped(entries) {
  const groups = new Map();
  const single = [];
  for (const entry of entries) {
    if (entry.group == null) {
      single.push(entry);
    } else {
      groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
    }
  }
  return { groups: [...groups], single };
}

/** The decision that all frames of a group share, or null. */
function shared(entries) {
  const first = entries[0].decision;
  return first && entries.every(({ decision }) => decision?.decision === first.decision) ? first : null;
}

function Entries({ stationId, version, entries, reload }) {
  const [problem, setProblem] = useState(null);
  const doing = (work) => async (...given) => {
    setProblem(null);
    try {
      await work(...given);
      reload();
    } catch (failure) {
      setProblem(failure);
    }
  };
  const decide = doing((entry, what) => api.decide(stationId, version, entry, what));
  const undo = doing((entry) => api.undecide(stationId, version, entry));
  const { groups, single } = grouped(entries);
  const cards = (list) => html`<ol class="dropped-list">${list.map((entry) => html`<${LedgerCard} key=${entry.frameId} entry=${entry} decide=${decide} undo=${undo} />`)}</ol>`;
  return html`
    <${GalleryHeadline} entries=${entries} />
    ${entries.length > 0 && html`<p class="hint">${t('ledger.means')}</p>`}
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    ${groups.map(([group, members]) => html`<section key=${group} class="look-alikes" aria-labelledby=${`group-${group}`}>
      <div class="gallery-head">
        <h3 id=${`group-${group}`}>${t('ledger.group', { group, count: members.length })}</h3>
        <${Decision} decision=${shared(members)} name=${t('ledger.group.name', { group })} onDecide=${(what) => decide(`groups/${group}`, what)} onUndo=${() => undo(`groups/${group}`)} />
      </div>
      ${cards(members)}
    </section>`)}
    ${groups.length > 0 && single.length > 0 && html`<h3>${t('ledger.others')}</h3>`}
    ${cards(single)}`;
}

/** The frames that a refinement left out, and what an operator decides of them. */
export function Gallery({ station }) {
  const { items: models, problem } = useModels(station);
  const [chosen, setChosen] = useState(null);
  const version = models.some((model) => model.version === chosen) ? chosen : (models[0]?.version ?? null);
  const [ledger, reload] = useLedger(station.id, version);
  const failure = problem ?? ledger.problem;
  if (!station.model && models.length === 0) {
    return html`<${EmptyState} title=${t('gallery.title')}><p>${t('gallery.empty')}</p><//>`;
  }
  return html`<section class="gallery">
    <div class="gallery-head">
      <h2>${t('gallery.title')}</h2>
      ${models.length > 0 && html`<div class="field field-inline"><label for="version">${t('gallery.version')}</label>
        <select id="version" value=${version} onChange=${(event) => setChosen(event.target.value)}>
          ${models.map((model) => html`<option key=${model.version} value=${model.version}>${model.version} · ${dateTime(model.createdAt)}</option>`)}
        </select></div>`}
    </div>
    ${failure && html`<${ProblemNote} problem=${failure} />`}
    ${ledger.version === version && !failure && html`<${Entries} stationId=${station.id} version=${version} entries=${ledger.entries} reload=${reload} />`}
  </section>`;
}
