import { html, useState } from '../lib.js';
import { api } from '../api.js';
import { useAnswer, useBeat, usePages } from '../components/answer.js';
import { EmptyState, ProblemNote, StationPicker } from '../components/common.js';
import { VersionBackbone } from '../components/backbone-report.js';
import { Comparison, Shadow } from '../components/comparison.js';
import { Manifest } from '../components/manifest.js';
import { ModelStep } from '../components/model-step.js';
import { RegressionSet } from '../components/regression.js';
import { Replay } from '../components/replay.js';
import { dateTime, t, timeZone } from '../i18n.js';
import { labelRevision, loaded, modelRevision, stations } from '../store.js';
import { only } from '../session.js';

function StateBadge({ state }) {
  return html`<span class="model-state model-state-${state}">${t(`models.state.${state}`)}</span>`;
}

function Steps({ model, onStep }) {
  const step = (kind) => () => onStep({ kind, version: model.version });
  const button = (kind, primary) => html`<button type="button" class="button ${primary ? 'button-primary' : ''}" ...${only('engineer')} onClick=${step(kind)} aria-label=${`${t(`models.step.${kind}`)} ${model.version}`}>${t(`models.step.${kind}`)}</button>`;
  if (model.canPromote) {
    return html`<p class="model-steps">${button('promote', true)} ${model.state !== 'held' && button('hold')} ${button('discard')}</p>`;
  }
  return model.canRollBack ? html`<p class="model-steps">${button('rollback')}</p>` : null;
}

/** The version that is looked at, against the champion that it is or was held against. */
function Candidate({ station, model, revision, onStep }) {
  const beat = useBeat(model.canPromote);
  const keys = [station, model.version, revision, labelRevision.value, beat];
  const { value: report, problem } = useAnswer(() => api.modelReport(station, model.version), keys);
  return html`<section class="panel candidate" aria-label=${`${t('models.candidate')} ${model.version}`}>
    <h2>${t(model.canPromote ? 'models.candidate' : 'models.compared', { version: model.version })} <span class="model-version">${model.version}</span> <${StateBadge} state=${model.state} /></h2>
    <p>${model.reason}</p>
    ${report && model.canPromote && html`<${Shadow} shadow=${report.shadow} />`}
    <${Steps} model=${model} onStep=${onStep} />
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    <${VersionBackbone} station=${station} version=${model.version} />
    ${report ? html`<${Comparison} station=${station} report=${report} keys=${keys} />` : !problem && html`<p class="loading">${t('models.comparing')}</p>`}
  </section>`;
}

/** What people struck out of this version's memory bank. */
function LeftOut({ station, version }) {
  const { value: page } = useAnswer(() => api.leftOut(station, version), [station, version]);
  return page?.items.length > 0 && html`<p>${t('models.leftOut', { count: page.items.length })}</p>
    <ul>${page.items.map((patch) => html`<li key=${patch.id}>${patch.frameId}, ${t('why.place', { row: patch.row, column: patch.column })} <span class="hint">${patch.by}: ${patch.reason}</span></li>`)}</ul>`;
}

function Version({ station, model, shown, onStep, onShow }) {
  const [open, setOpen] = useState(false);
  return html`<li class="version" data-version=${model.version}>
    <p class="version-head"><span class="model-version">${model.version}</span> <${StateBadge} state=${model.state} /> <span class="hint">${dateTime(model.since)}</span></p>
    <p>${model.reason}</p>
    ${!model.canPromote && html`<${Steps} model=${model} onStep=${onStep} />`}
    ${model.comparedWith && html`<p><button type="button" class="button" aria-pressed=${shown} aria-label=${`${t('models.show', { version: model.comparedWith })}: ${model.version}`} onClick=${() => onShow(model)}>${t('models.show', { version: model.comparedWith })}</button></p>`}
    <details onToggle=${(event) => setOpen(event.currentTarget.open)}><summary>${t('models.manifest')} ${model.version}</summary>
      ${open && html`<${Manifest} station=${station} version=${model.version} /><${LeftOut} station=${station} version=${model.version} />`}
    </details>
    ${model.files && html`<details><summary>${t('replay.title')} ${model.version}</summary><${Replay} station=${station} version=${model.version} /></details>`}
  </li>`;
}

function Versions({ station, list, shown, onStep, onShow }) {
  return html`<section class="panel" aria-label=${t('models.versions')}><h2>${t('models.versions')}</h2>
    <ol class="versions">${list.items.map((model) => html`<${Version} key=${model.version} station=${station} model=${model} shown=${model.version === shown?.version} onStep=${onStep} onShow=${onShow} />`)}</ol>
    ${list.problem && html`<${ProblemNote} problem=${list.problem} />`}
    ${list.more && html`<button type="button" class="button" onClick=${list.more}>${t('models.older')}</button>`}
  </section>`;
}

function History({ station, revision }) {
  const { items, more, problem } = usePages((before) => api.modelHistory(station, before), [station, revision]);
  return html`<section class="panel"><h2>${t('models.history')}</h2>
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    ${items && html`<p class="hint">${t('models.history.zone', { zone: timeZone() })}</p>
    <ol class="model-history">${items.map((event) => html`<li key=${event.sequence} data-event=${event.sequence}>
      <time datetime=${event.at}>${dateTime(event.at)}</time> <b class="model-version">${event.version}</b>
      <span class="model-moved">${event.from && html`<${StateBadge} state=${event.from} /> <span aria-hidden="true">→</span><span class="visually-hidden">${t('models.history.to')}</span> `}<${StateBadge} state=${event.to} /></span>
      <b>${event.by}</b> <span>${event.why}</span>
    </li>`)}</ol>`}
    ${more && html`<button type="button" class="button" onClick=${more}>${t('models.history.older')}</button>`}
  </section>`;
}

/** The version whose comparison is open: the one a person chose, else the candidate, else how the champion came to be. */
function useShown(station, models, chosen) {
  const candidate = models?.find(({ canPromote }) => canPromote)?.version ?? station.candidate?.version;
  const wanted = chosen ?? candidate ?? station.model?.version;
  const listed = models?.find(({ version }) => version === wanted);
  const away = models !== null && !listed && wanted != null;
  const { value: fetched } = useAnswer(
    () => (away ? api.model(station.id, wanted) : Promise.resolve(null)), [station.id, wanted, away]);
  const found = listed ?? (away ? fetched : null);
  return found && (found.canPromote || found.comparedWith != null) ? found : null;
}

function StationModels({ state }) {
  const station = state.station.value;
  const [step, setStep] = useState(null);
  const [chosen, setChosen] = useState(null);
  const revision = `${modelRevision.value} ${station.model?.version} ${station.candidate?.version} ${station.candidate?.state}`;
  const list = usePages((before) => api.models(state.id, before), [state.id, revision]);
  const shown = useShown(station, list.items, chosen);
  if (list.problem && list.items === null) {
    return html`<${ProblemNote} problem=${list.problem} />`;
  }
  if (list.items === null) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  if (list.items.length === 0) {
    return html`<${EmptyState} title=${t('models.empty')}><p>${t('models.empty.next')}</p><//>`;
  }
  return html`
    ${station.warning && html`<${ProblemNote} problem=${{ title: t('models.warning'), detail: station.warning }} />`}
    <div class="models">
      <div class="models-main">
        ${shown
          ? html`<${Candidate} key=${shown.version} station=${state.id} model=${shown} revision=${revision} onStep=${setStep} />`
          : html`<${EmptyState} title=${t('models.noCandidate')}><p>${t('models.noCandidate.next')}</p><//>`}
        <${RegressionSet} station=${state.id} revision=${`${revision} ${labelRevision.value}`} />
        <${History} station=${state.id} revision=${revision} />
      </div>
      <${Versions} station=${state.id} list=${list} shown=${shown} onStep=${setStep} onShow=${({ version }) => { setChosen(version); scrollTo({ top: 0 }); }} />
    </div>
    <${ModelStep} station=${state.id} step=${step} onDone=${() => { setChosen(null); modelRevision.value += 1; }} onClose=${() => setStep(null)} />`;
}

/** The station's model versions: where they stand, how a candidate compares, and what a person can do with them. */
export function Models({ station }) {
  if (!loaded.value) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  if (station === null) {
    return html`<${EmptyState} title=${t('live.empty')}><p>${t('live.empty.next')}</p><//>`;
  }
  return html`<${StationPicker} view="models" selected=${station} /><${StationModels} key=${station} state=${stations.value.get(station)} />`;
}
