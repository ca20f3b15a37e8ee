import { html, useEffect, useState } from '../lib.js';
import { api } from '../api.js';
import { EmptyState, ProblemNote, ProgressBar, StationPicker } from '../components/common.js';
import { ModelStep } from '../components/model-step.js';
import { PrecisionRecall } from '../components/precision-recall.js';
import { RegressionSet } from '../components/regression.js';
import { Replay } from '../components/replay.js';
import { LabelBadge, VerdictBadge } from '../components/verdict.js';
import { dateTime, number, score, t, tOr } from '../i18n.js';
import { href } from '../router.js';
import { labelRevision, loaded, modelRevision, stations } from '../store.js';

const REFRESH_MS = 3_000;

/** What a question to the service answers; asked again when one of the keys changes, the old answer staying meanwhile. */
function useAnswer(ask, keys) {
  const [answer, setAnswer] = useState({ value: null, problem: null });
  useEffect(() => {
    let alive = true;
    ask().then(
      (value) => alive && setAnswer({ value, problem: null }),
      (problem) => alive && setAnswer({ value: null, problem }));
    return () => {
      alive = false;
    };
  }, keys);
  return answer;
}

/** Counts up while something is under way that the service does not push. */
function useBeat(running) {
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    if (!running) {
      return undefined;
    }
    const timer = setInterval(() => setBeat((before) => before + 1), REFRESH_MS);
    return () => clearInterval(timer);
  }, [running]);
  return beat;
}

function StateBadge({ state }) {
  return html`<span class="model-state model-state-${state}">${t(`models.state.${state}`)}</span>`;
}

function Steps({ model, onStep }) {
  const step = (kind) => () => onStep({ kind, version: model.version });
  const button = (kind, primary) => html`<button type="button" class="button ${primary ? 'button-primary' : ''}" onClick=${step(kind)} aria-label=${`${t(`models.step.${kind}`)} ${model.version}`}>${t(`models.step.${kind}`)}</button>`;
  if (model.canPromote) {
    return html`<p class="model-steps">${button('promote', true)} ${model.state !== 'held' && button('hold')} ${button('discard')}</p>`;
  }
  return model.canRollBack ? html`<p class="model-steps">${button('rollback')}</p>` : null;
}

function value(figure, digits = 3) {
  return figure.value == null ? null : number(figure.value, digits);
}

function FigureCell({ figure }) {
  return figure.value == null
    ? html`<td class="cell-unknown"><span>–</span> <small>${figure.reason}</small></td>`
    : html`<td><b>${value(figure)}</b>${figure.low != null && html` <small>${number(figure.low, 3)} … ${number(figure.high, 3)}</small>`} <small class="cell-labels">${t('quality.labels', { count: figure.labels })}</small></td>`;
}

function signed(figure) {
  return `${figure > 0 ? '+' : figure < 0 ? '−' : '±'}${number(Math.abs(figure), 3)}`;
}

function DifferenceCell({ pair }) {
  return pair.difference == null
    ? html`<td class="cell-unknown"><span>–</span> <small>${pair.reason}</small></td>`
    : html`<td title=${pair.method}><b>${signed(pair.difference)}</b>${pair.low != null && html` <small>${signed(pair.low)} … ${signed(pair.high)}</small>`}</td>`;
}

function Figures({ report }) {
  return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t('models.figures')}><table class="figures">
    <thead><tr><th scope="col">${t('models.figure')}</th><th scope="col">${t('models.champion')} ${report.champion}</th><th scope="col">${t('models.candidate')} ${report.candidate}</th><th scope="col">${t('models.difference')}</th></tr></thead>
    <tbody>${report.figures.map((pair) => html`<tr key=${pair.name} data-figure=${pair.name}>
      <th scope="row">${tOr(`figure.${pair.name}`, pair.title)}</th>
      <${FigureCell} figure=${pair.champion} /><${FigureCell} figure=${pair.candidate} /><${DifferenceCell} pair=${pair} />
    </tr>`)}</tbody>
  </table></div>`;
}

function Shadow({ shadow }) {
  const percent = shadow.target === 0 ? 100 : Math.min(100, (100 * shadow.frames) / shadow.target);
  return html`<div class="shadow-progress">
    <p>${t('models.shadow', { frames: shadow.frames, target: shadow.target })}${shadow.dropped > 0 && html`, ${t('models.shadow.dropped', { count: shadow.dropped })}`}</p>
    <${ProgressBar} percent=${percent} label=${t('models.shadow.label')} />
  </div>`;
}

function Comparison({ report }) {
  const { labels, policy } = report;
  return html`
    <p class="policy policy-${report.decision.kind}" data-decision=${report.decision.kind}><b>${t(`models.policy.${policy.policy}`)}</b> ${report.decision.reason}</p>
    <p class="hint">${t('models.labels', { defects: labels.defect, normals: labels.normal, regions: labels.withRegions, fittedOn: labels.fittedOn })}</p>
    ${report.regression.frames > 0 && html`<p class="regression-outcome">${t('models.regression', { champion: report.regression.champion, candidate: report.regression.candidate, count: report.regression.frames })}${report.regression.unscored > 0 && html` ${t('models.regression.unscored', { count: report.regression.unscored })}`}</p>`}
    <${Figures} report=${report} />
    <p class="hint">${t('models.intervals', {
      p: number(report.recall.p, 3), q: number(report.falseRejects.p, 3),
      recall: number(policy.recallMargin, 2), rejects: number(policy.falseRejectMargin, 2),
    })}</p>
    <${PrecisionRecall} report=${report} />`;
}

function Side({ name, side, image, frame }) {
  return html`<figure class="pair-side">
    <div class="pair-image"><img src=${image} alt=${t('frame.alt', { frame })} loading="lazy" decoding="async" /><img class="pair-heat" src=${side.heatmap} alt="" loading="lazy" decoding="async" /></div>
    <figcaption><span>${name}</span> <${VerdictBadge} verdict=${side.verdict} /> <span>${score(side.score)} / ${score(side.threshold)}</span></figcaption>
  </figure>`;
}

function Disagreements({ station, report, keys }) {
  const { value: page, problem } = useAnswer(() => api.disagreements(station, report.candidate), keys);
  if (problem) {
    return html`<${ProblemNote} problem=${problem} />`;
  }
  if (page === null) {
    return null;
  }
  return html`<section aria-label=${t('models.disagreements')}>
    <h3>${t('models.disagreements.count', { count: page.items.length })}</h3>
    ${page.items.length === 0 && html`<p class="hint">${t('models.disagreements.none')}</p>`}
    <ol class="pairs">${page.items.map((item) => html`<li key=${item.inspectionId} class="pair">
      <${Side} name=${`${t('models.champion')} ${report.champion}`} side=${item.champion} image=${item.image} frame=${item.frameId} />
      <${Side} name=${`${t('models.candidate')} ${report.candidate}`} side=${item.candidate} image=${item.image} frame=${item.frameId} />
      <p class="hint">${item.frameId} · ${dateTime(item.capturedAt)} ${item.label && html`<${LabelBadge} label=${item.label} />`} <a href=${href('review', station, item.inspectionId)}>${t('models.disagreements.label')}</a></p>
    </li>`)}</ol>
  </section>`;
}

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
    ${report && html`<${Comparison} report=${report} /><${Disagreements} station=${station} report=${report} keys=${keys} />`}
  </section>`;
}

function Manifest({ station, version }) {
  const { value: detail, problem } = useAnswer(() => api.model(station, version), [station, version]);
  if (problem) {
    return html`<${ProblemNote} problem=${problem} />`;
  }
  if (detail === null) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  const { artefact, checked } = detail;
  if (artefact === null) {
    return html`<p class="hint">${t('models.noFiles')}</p>`;
  }
  const { calibration, environment, golden } = artefact;
  const parity = (at, { frames, largestScoreDifference, flips }) => t('models.parity', {
    when: at, frames, difference: number(largestScoreDifference, 6), flips,
  });
  const facts = [
    ['training.model.strategy', `${tOr(`strategy.${detail.strategy}`, detail.strategy)}, ${number(detail.ratio, 2)}`],
    ['training.model.pool', t('training.model.frames', { frames: detail.poolFrames, dropped: detail.droppedFrames })],
    ['training.model.threshold', `${score(detail.threshold)} (${calibration.method})`],
    ['training.model.seed', String(detail.seed)],
    ['training.model.detector', detail.detector],
    ['training.model.index', detail.index],
    ['training.model.backbone', `${detail.backbone} ${artefact.backboneSha256.slice(0, 12)}`],
    ['models.manifest.pool', artefact.poolSha256.slice(0, 12)],
    ['models.manifest.ledger', artefact.ledgerSha256.slice(0, 12)],
    ['models.manifest.files', Object.entries(artefact.files).map(([name, { sha256 }]) => `${name} ${sha256.slice(0, 12)}`).join(', ')],
    ['models.manifest.environment', `${environment.operatingSystem}, ${environment.architecture}, ${environment.java}`],
    ['models.manifest.libraries', Object.entries(environment.libraries).map(([name, at]) => `${name} ${at}`).join(', ')],
    ['models.manifest.parity', parity(t('models.when.fit'), golden.check)],
  ];
  if (checked) {
    facts.push(['models.manifest.checked', parity(`${tOr(`models.when.${checked.when}`, checked.when)}, ${dateTime(checked.at)}`, checked)]);
  }
  return html`<dl class="details manifest">${facts.map(([key, text]) => html`<div key=${key}><dt>${t(key)}</dt><dd>${text}</dd></div>`)}</dl>`;
}

/** What people struck out of this version's memory bank. */
function LeftOut({ station, version }) {
  const { value: page } = useAnswer(() => api.leftOut(station, version), [station, version]);
  return page?.items.length > 0 && html`<p>${t('models.leftOut', { count: page.items.length })}</p>
    <ul>${page.items.map((patch) => html`<li key=${patch.id}>${patch.frameId}, ${t('why.place', { row: patch.row, column: patch.column })} <span class="hint">${patch.by}: ${patch.reason}</span></li>`)}</ul>`;
}

function Version({ station, model, onStep }) {
  const [open, setOpen] = useState(false);
  return html`<li class="version" data-version=${model.version}>
    <p class="version-head"><span class="model-version">${model.version}</span> <${StateBadge} state=${model.state} /> <span class="hint">${dateTime(model.since)}</span></p>
    <p>${model.reason}</p>
    ${!model.canPromote && html`<${Steps} model=${model} onStep=${onStep} />`}
    <details onToggle=${(event) => setOpen(event.currentTarget.open)}><summary>${t('models.manifest')} ${model.version}</summary>
      ${open && html`<${Manifest} station=${station} version=${model.version} /><${LeftOut} station=${station} version=${model.version} />`}
    </details>
    ${model.files && html`<details><summary>${t('replay.title')} ${model.version}</summary><${Replay} station=${station} version=${model.version} /></details>`}
  </li>`;
}

function History({ station, revision }) {
  const { value: page, problem } = useAnswer(() => api.modelHistory(station), [station, revision]);
  if (problem) {
    return html`<${ProblemNote} problem=${problem} />`;
  }
  return html`<section class="panel"><h2>${t('models.history')}</h2>
    <ol class="model-history">${(page?.items ?? []).map((event) => html`<li key=${event.sequence}>
      <time datetime=${event.at}>${dateTime(event.at)}</time> <b>${event.version}</b> <${StateBadge} state=${event.to} />
      <span>${event.by}: ${event.why}</span>
    </li>`)}</ol>
  </section>`;
}

function StationModels({ state }) {
  const station = state.station.value;
  const [step, setStep] = useState(null);
  const revision = `${modelRevision.value} ${station.model?.version} ${station.candidate?.version} ${station.candidate?.state}`;
  const { value: page, problem } = useAnswer(() => api.models(state.id), [state.id, revision]);
  if (problem) {
    return html`<${ProblemNote} problem=${problem} />`;
  }
  if (page === null) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  const models = page.items;
  if (models.length === 0) {
    return html`<${EmptyState} title=${t('models.empty')}><p>${t('models.empty.next')}</p><//>`;
  }
  const shown = models.find(({ canPromote }) => canPromote) ?? models.find(({ state: at, comparedWith }) => at === 'champion' && comparedWith != null);
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
      <section class="panel" aria-label=${t('models.versions')}><h2>${t('models.versions')}</h2>
        <ol class="versions">${models.map((model) => html`<${Version} key=${model.version} station=${state.id} model=${model} onStep=${setStep} />`)}</ol>
      </section>
    </div>
    <${ModelStep} station=${state.id} step=${step} onDone=${() => { modelRevision.value += 1; }} onClose=${() => setStep(null)} />`;
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
