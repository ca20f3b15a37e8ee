import { html, useEffect, useRef, useState } from '../lib.js';
import { announce } from '../announcer.js';
import { api } from '../api.js';
import { dateTime, number, t, tOr } from '../i18n.js';
import { ProblemNote, ProgressBar } from './common.js';
import { only } from '../session.js';

const PART_BYTES = 8 * 1024 * 1024;
const LOOK_AGAIN_MS = 400;
const COUNTS = ['newFrames', 'newLabels', 'labels', 'same', 'conflicts', 'unlabelled', 'refused'];

const pause = (ms) => new Promise((done) => {
  setTimeout(done, ms);
});

/** Sends a file part by part, so that neither side ever holds all of it. */
async function send(station, file, onProgress) {
  const { id } = await api.beginImport(station, { name: file.name.slice(0, 200) });
  for (let offset = 0; offset < file.size; offset += PART_BYTES) {
    await api.sendImport(id, offset, file.slice(offset, offset + PART_BYTES));
    onProgress((100 * Math.min(file.size, offset + PART_BYTES)) / file.size);
  }
  return id;
}

/** Asks until the import is no longer in that state. */
async function follow(id, state, onProgress) {
  for (;;) {
    const now = await api.findImport(id);
    if (now.state !== state) {
      return now;
    }
    onProgress(now.percent);
    await pause(LOOK_AGAIN_MS);
  }
}

function said({ verdict, defectType, regions, labelledBy }) {
  const parts = [tOr(`label.${verdict}`, verdict), defectType && tOr(`defect.${defectType}`, defectType), regions > 0 && t('exchange.said.regions', { count: regions }), labelledBy];
  return parts.filter(Boolean).join(' · ');
}

function Conflicts({ plan, choice, onChoose }) {
  return html`<fieldset class="conflicts"><legend>${t('exchange.conflicts')} (${number(plan.conflicts)})</legend>
    ${['keep', 'replace'].map((each) => html`<label key=${each} class="radio"><input type="radio" name="conflicts" value=${each} checked=${choice === each} onChange=${() => onChoose(each)} /><span>${t(`exchange.conflicts.${each}`)}</span></label>`)}
    <div class="table-scroll" tabindex="0" role="region" aria-label=${t('exchange.conflicts')}><table class="figure-table">
      <thead><tr><th scope="col">${t('exchange.frame')}</th><th scope="col">${t('exchange.existing')}</th><th scope="col">${t('exchange.imported')}</th></tr></thead>
      <tbody>${plan.conflictList.map((conflict) => html`<tr key=${conflict.inspectionId}><th scope="row"><a href=${`/api/v1/inspections/${conflict.inspectionId}/image`} target="_blank" rel="noopener">${conflict.frameId}</a></th>
        <td>${said(conflict.existing)}</td><td>${said(conflict.imported)}</td></tr>`)}</tbody>
    </table></div>
    ${plan.conflicts > plan.conflictList.length && html`<p class="hint">${t('exchange.more', { count: plan.conflicts - plan.conflictList.length })}</p>`}
  </fieldset>`;
}

function Refused({ plan }) {
  return html`<details class="refused" open=${plan.refused <= 10}><summary>${t('exchange.refused')} (${number(plan.refused)})</summary>
    <ul>${plan.refusedList.map(({ source, why }) => html`<li key=${source + why}><b>${source}</b>: ${why}</li>`)}</ul>
    ${plan.refused > plan.refusedList.length && html`<p class="hint">${t('exchange.more', { count: plan.refused - plan.refusedList.length })}</p>`}
  </details>`;
}

/** The dry run: what would change, and the choice what becomes of conflicts. */
function Plan({ view, onApply, onDiscard, busy }) {
  const { plan, name } = view;
  const [choice, setChoice] = useState('keep');
  const changes = plan.newFrames + plan.labels + (choice === 'replace' ? plan.conflicts : 0);
  return html`<div class="import-plan" role="group" aria-labelledby="plan-title">
    <h4 id="plan-title">${t('exchange.plan', { name })}</h4>
    <dl class="plan-counts">${COUNTS.map((count) => html`<div key=${count} data-count=${count} class=${plan[count] > 0 && (count === 'conflicts' || count === 'refused') ? 'plan-warn' : ''}><dt>${t(`exchange.plan.${count}`)}</dt><dd>${number(plan[count])}</dd></div>`)}</dl>
    ${plan.newFrames > 0 && html`<p class="hint">${t('exchange.plan.new.hint')}</p>`}
    ${plan.conflicts > 0 && html`<${Conflicts} plan=${plan} choice=${choice} onChoose=${setChoice} />`}
    ${plan.refused > 0 && html`<${Refused} plan=${plan} />`}
    ${changes === 0 && html`<p>${t('exchange.noChange')}</p>`}
    <div class="import-buttons">
      <button type="button" class="button button-primary" disabled=${busy || changes === 0} onClick=${() => onApply(choice)}>${t('exchange.apply')}</button>
      <button type="button" class="button" disabled=${busy} onClick=${onDiscard}>${t('exchange.discard')}</button>
    </div>
  </div>`;
}

/** Takes an applied import back, after asking. */
function Undo({ view, onUndone }) {
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState(null);
  const undo = async () => {
    try {
      const outcome = await api.undoImport(view.id);
      announce(t('exchange.undone', outcome));
      onUndone(outcome);
    } catch (failure) {
      setProblem(failure);
    }
  };
  const question = t('exchange.undo.ask', { frames: view.applied.frames, labels: view.applied.labels, name: view.name });
  return html`${problem && html`<${ProblemNote} problem=${problem} />`}
    ${asked
      ? html`<div class="confirm" role="group" aria-label=${question}><p>${question}</p>
          <button type="button" class="button button-primary" onClick=${undo}>${t('exchange.undo.yes')}</button>
          <button type="button" class="button" onClick=${() => setAsked(false)}>${t('exchange.undo.no')}</button></div>`
      : html`<button type="button" class="button" ...${only('engineer')} onClick=${() => setAsked(true)}>${t('exchange.undo')}</button>`}`;
}

function Past({ station, revision, onUndone }) {
  const [items, setItems] = useState([]);
  useEffect(() => {
    let alive = true;
    api.imports(station).then((page) => alive && setItems(page.items), () => {});
    return () => {
      alive = false;
    };
  }, [station, revision]);
  if (items.length === 0) {
    return null;
  }
  return html`<details class="past-imports"><summary>${t('exchange.past')} (${number(items.length)})</summary>
    <ul>${items.map((view) => html`<li key=${view.id}><b>${view.name}</b>
      <span>${t('exchange.past.line', { at: dateTime(view.applied.at), by: view.applied.by, frames: view.applied.frames, labels: view.applied.labels })}</span>
      ${view.state === 'undone'
        ? html`<span class="hint">${t('exchange.past.undone')} · ${dateTime(view.applied.undoneAt)} · ${view.applied.undoneBy}</span>`
        : html`<${Undo} view=${view} onUndone=${onUndone} />`}</li>`)}</ul>
  </details>`;
}

function Going({ going }) {
  return html`<div class="job" role="status"><p>${t(`exchange.${going.what}`, { name: going.name })}</p>
    <${ProgressBar} percent=${going.percent} label=${t(`exchange.${going.what}`, { name: going.name })} /></div>`;
}

/** Takes a file in: sends it, shows what it would change, applies it, takes it back. */
export function ImportDesk({ station }) {
  const [going, setGoing] = useState(null);
  const [view, setView] = useState(null);
  const [problem, setProblem] = useState(null);
  const [undone, setUndone] = useState(null);
  const [revision, setRevision] = useState(0);
  const input = useRef(null);

  const attempt = async (work) => {
    setProblem(null);
    setUndone(null);
    try {
      await work();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setGoing(null);
    }
  };
  const show = (now) => {
    if (now.state === 'refused' || now.state === 'failed') {
      setView(null);
      setProblem({ title: t(`exchange.problem.${now.state}`), detail: now.problem });
      return;
    }
    setView(now);
  };
  const take = (file) => attempt(async () => {
    setView(null);
    const step = (what) => (percent) => setGoing({ what, name: file.name, percent });
    step('uploading')(0);
    const id = await send(station, file, step('uploading'));
    step('checking')(0);
    await api.checkImport(id);
    show(await follow(id, 'checking', step('checking')));
  });
  const apply = (conflicts) => attempt(async () => {
    const step = (percent) => setGoing({ what: 'applying', name: view.name, percent });
    step(0);
    await api.applyImport(view.id, { conflicts });
    const now = await follow(view.id, 'applying', step);
    show(now);
    setRevision(revision + 1);
    if (now.state === 'applied') {
      announce(t('exchange.applied', { frames: now.applied.frames, labels: now.applied.labels }));
    }
  });
  const discard = () => attempt(async () => {
    await api.discardImport(view.id);
    setView(null);
  });
  const takenBack = (outcome) => {
    setView(null);
    setUndone(outcome);
    setRevision(revision + 1);
  };
  const choose = () => {
    input.current.value = '';
    input.current.click();
  };
  const drop = (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length > 0 && going === null) {
      take(event.dataTransfer.files[0]);
    }
  };
  return html`<section class="import" aria-labelledby="import-title" onDragOver=${(event) => event.preventDefault()} onDrop=${drop}>
    <h3 id="import-title" class="part-title">${t('exchange.import')}</h3>
    <p class="hint">${t('exchange.import.hint')}</p>
    <input ref=${input} type="file" class="visually-hidden" tabindex="-1" aria-hidden="true" accept=".zip,.json,.csv" onChange=${(event) => event.target.files.length > 0 && take(event.target.files[0])} />
    ${going === null && view === null && html`<button type="button" class="button" ...${only('engineer')} onClick=${choose}>${t(problem ? 'exchange.again' : 'exchange.choose')}</button>`}
    ${going && html`<${Going} going=${going} />`}
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    ${going === null && view?.state === 'checked' && html`<${Plan} view=${view} onApply=${apply} onDiscard=${discard} busy=${going !== null} />`}
    ${going === null && view?.state === 'applied' && html`<div class="import-applied"><p class="exchange-done" role="status">${t('exchange.applied', { frames: view.applied.frames, labels: view.applied.labels })}</p>
      <div class="import-buttons"><${Undo} view=${view} onUndone=${takenBack} /><button type="button" class="button" ...${only('engineer')} onClick=${choose}>${t('exchange.again')}</button></div></div>`}
    ${undone && html`<p class="exchange-done" role="status">${t('exchange.undone', undone)}</p>`}
    <${Past} station=${station} revision=${revision} onUndone=${takenBack} />
  </section>`;
}
