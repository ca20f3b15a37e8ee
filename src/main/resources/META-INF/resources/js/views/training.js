import { html, useState } from '../lib.js';
import { api } from '../api.js';
import { EmptyState, ProblemNote, StationPicker } from '../components/common.js';
import { JobProgress } from '../components/job.js';
import { Drift, Memory, Pool, Proposal, Schedule } from '../components/upkeep.js';
import { dateTime, number, parseDecimal, percent, score, t, tOr } from '../i18n.js';
import { loaded, stations } from '../store.js';
import { Gallery } from './ledger.js';
import { DEFAULT_RATIO, RATIO_LIMITS, STRATEGIES } from '../vocabulary.js';
import { only } from '../session.js';

/** Undefined where nothing was dropped, or nothing was defective. */
function ratioText(ratio) {
  return ratio == null ? '–' : percent(ratio);
}

function TruthLine({ truth }) {
  return html`<p class="truth">${t('training.truth', {
    dropped: truth.droppedDefective, defective: truth.poolDefective, precision: ratioText(truth.precision), recall: ratioText(truth.recall),
  })}</p>`;
}

function CurrentModel({ station }) {
  const { model } = station;
  if (model == null) {
    return html`<section class="panel model"><h2>${t('training.model')}</h2><p>${t('training.model.none')}</p></section>`;
  }
  const facts = [
    ['training.model.strategy', `${tOr(`strategy.${model.strategy}`, model.strategy)}, ${percent(model.ratio)}`],
    ['training.model.pool', t('training.model.frames', { frames: model.poolFrames, dropped: model.droppedFrames })],
    ['training.model.threshold', score(model.threshold)],
    ['training.model.detector', model.detector],
    ['training.model.backbone', model.backbone],
    ['training.model.index', model.index],
    ['training.model.seed', String(model.seed)],
  ];
  return html`<section class="panel model">
    <h2>${t('training.model')}</h2>
    <p class="figure"><b class="model-version">${model.version}</b> ${dateTime(model.createdAt)}</p>
    <dl class="details">${facts.map(([key, value]) => html`<div key=${key}><dt>${t(key)}</dt><dd>${value}</dd></div>`)}</dl>
    ${model.pollution && html`<p>${t('training.pollution', {
      share: percent(model.pollution.share), low: percent(model.pollution.low), high: percent(model.pollution.high),
    })}</p>`}
    ${model.truth && html`<${TruthLine} truth=${model.truth} />`}
    ${model.byOperators && html`<p class="truth">${t('training.byOperators', {
      judged: model.byOperators.judged, dropped: model.byOperators.droppedDefective, defective: model.byOperators.poolDefective,
      precision: ratioText(model.byOperators.precision), recall: ratioText(model.byOperators.recall),
    })}</p>`}
  </section>`;
}

/** What is wrong with the typed share, or null. */
function ratioError(ratio) {
  const { least, most } = RATIO_LIMITS;
  return ratio >= least && ratio <= most ? null
    : t('training.ratio.invalid', { least: percent(least), most: percent(most) });
}

function RatioField({ text, onText, ratio, frames }) {
  const error = ratioError(ratio);
  const stepTo = (change) => () => {
    const from = Number.isNaN(ratio) ? DEFAULT_RATIO : ratio;
    const next = Math.min(RATIO_LIMITS.most, Math.max(RATIO_LIMITS.least, Math.round((from + change) * 100) / 100));
    onText(number(next * 100));
  };
  return html`<div class="field">
    <label for="ratio">${t('training.ratio')}</label>
    <div class="stepper">
      <button type="button" class="button" onClick=${stepTo(-0.01)} aria-label=${t('training.ratio.less')}>−</button>
      <input id="ratio" inputmode="decimal" autocomplete="off" value=${text} onInput=${(event) => onText(event.target.value)} aria-invalid=${error !== null} aria-describedby="ratio-note" />
      <span class="unit" aria-hidden="true">%</span>
      <button type="button" class="button" onClick=${stepTo(0.01)} aria-label=${t('training.ratio.more')}>+</button>
    </div>
    <p id="ratio-note" class=${error ? 'field-error' : 'hint'} aria-live="polite">${error ?? t('training.ratio.means', { dropped: Math.round(ratio * frames), frames })}</p>
  </div>`;
}

function Outcome({ job }) {
  switch (job.state) {
    case 'succeeded':
      return html`<p class="outcome outcome-good" role="status">${t('job.succeeded', { version: job.modelVersion })}</p>`;
    case 'cancelled':
      return html`<p class="outcome" role="status">${t('job.cancelled')}</p>`;
    default:
      return html`<${ProblemNote} problem=${{ title: t('job.failed'), detail: job.error }} />`;
  }
}

function Refit({ state }) {
  const station = state.station.value;
  const [strategy, setStrategy] = useState(STRATEGIES[0]);
  const [text, setText] = useState(number(DEFAULT_RATIO * 100));
  const [problem, setProblem] = useState(null);
  const [asking, setAsking] = useState(false);
  const ratio = parseDecimal(text) / 100;
  const drops = !['none', 'auto'].includes(strategy);
  const start = async (event) => {
    event.preventDefault();
    if (drops && ratioError(ratio)) {
      document.getElementById('ratio').focus();
      return;
    }
    setProblem(null);
    setAsking(true);
    try {
      const job = await api.refit(state.id, { strategy, ratio: drops ? ratio : 0 });
      state.ended.value = null;
      state.station.value = { ...state.station.value, job };
    } catch (failure) {
      setProblem(failure);
    } finally {
      setAsking(false);
    }
  };
  return html`<section class="panel refit">
    <h2>${t('training.refit')}</h2>
    ${station.job
      ? html`<${JobProgress} job=${station.job} cancellable=${true} /><p class="hint">${t('training.refit.goesOn')}</p>`
      : html`<form onSubmit=${start} novalidate>
          ${state.ended.value && html`<${Outcome} job=${state.ended.value} />`}
          <div class="field">
            <label for="strategy">${t('training.strategy')}</label>
            <select id="strategy" value=${strategy} onChange=${(event) => setStrategy(event.target.value)} aria-describedby="strategy-note">
              ${STRATEGIES.map((name) => html`<option key=${name} value=${name}>${tOr(`strategy.${name}`, name)}</option>`)}
            </select>
            <p id="strategy-note" class="hint">${tOr(`strategy.${strategy}.means`, '')}</p>
          </div>
          ${drops && html`<${RatioField} text=${text} onText=${setText} ratio=${ratio} frames=${station.pool.frames} />`}
          ${problem && html`<${ProblemNote} problem=${problem} />`}
          <button class="button button-primary" ...${only('engineer', asking)}>${t('training.refit.start')}</button>
          <${Memory} station=${station} strategy=${strategy} ratio=${drops && !ratioError(ratio) ? ratio : 0} />
        </form>`}
    <${Schedule} station=${station} />
  </section>`;
}

/** The pool, the model fitted on it, and the frames the refinement left out. */
export function Training({ station }) {
  if (!loaded.value) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  if (station === null) {
    return html`<${EmptyState} title=${t('live.empty')}><p>${t('live.empty.next')}</p><//>`;
  }
  const state = stations.value.get(station);
  return html`
    <${StationPicker} view="training" selected=${station} />
    <div class="training" key=${station}>
      <div class="training-side">
        <${Proposal} state=${state} />
        <${Refit} state=${state} />
        <${Pool} station=${state.station.value} />
        <${Drift} station=${state.station.value} />
        <${CurrentModel} station=${state.station.value} />
      </div>
      <${Gallery} station=${state.station.value} />
    </div>`;
}
