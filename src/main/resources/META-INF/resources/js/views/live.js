import { html, useEffect, useRef, useState } from '../lib.js';
import { announce } from '../announcer.js';
import { EmptyState, ProgressBar, stationName, useNow } from '../components/common.js';
import { Frame, OpacitySlider, useReady } from '../components/frame.js';
import { JobProgress } from '../components/job.js';
import { ScoreHistory } from '../components/score-history.js';
import { VerdictShape, verdictWord } from '../components/verdict.js';
import { duration, number, score, t, time } from '../i18n.js';
import { originalHeld, useKeyHelp } from '../keys.js';
import { recall, remember } from '../preferences.js';
import { href } from '../router.js';
import { loaded, stations } from '../store.js';

const SILENT_AFTER_MS = 10_000;

/** The first reject among the inspections that came after that one, or null. */
function rejectAfter(history, id) {
  const from = history.findIndex((inspection) => inspection.id === id) + 1;
  return history.slice(from).find((inspection) => inspection.verdict === 'reject') ?? null;
}

/**
 * Holds the first reject that arrives while switched on, until released. Gives {enabled, setEnabled, frozen, release}.
 */
function useFreeze(stationId, history) {
  const [enabled, setEnabled] = useState(recall(`freeze.${stationId}`) === 'on');
  const [frozen, setFrozen] = useState(null);
  const seen = useRef(history.at(-1)?.id ?? null);
  useEffect(() => {
    if (enabled && !frozen && seen.current !== null) {
      setFrozen(rejectAfter(history, seen.current));
    }
    seen.current = history.at(-1)?.id ?? null;
  }, [history]);
  const release = () => setFrozen(null);
  return {
    enabled,
    frozen,
    release,
    setEnabled: (on) => {
      setEnabled(on);
      release();
      remember(`freeze.${stationId}`, on ? 'on' : 'off');
    },
  };
}

/** Speaks each change of the verdict; an unchanged one needs no words. */
function useAnnouncement(station, inspection) {
  const verdict = inspection?.verdict;
  useEffect(() => {
    if (verdict && station.phase === 'inspecting') {
      announce(t('live.announce', { station: stationName(station), verdict: verdictWord(verdict, inspection.cause) }));
    }
  }, [verdict]);
}

function Silence({ station }) {
  const now = useNow(2000);
  if (!station.lastFrameAt) {
    return html`<p class="tile-silence">${t('live.noFrames')}</p>`;
  }
  const age = now - Date.parse(station.lastFrameAt);
  return age < SILENT_AFTER_MS ? null
    : html`<p class="tile-silence">${t('live.silent', { duration: duration(age / 1000), since: time(station.lastFrameAt) })}</p>`;
}

function Andon({ station, inspection }) {
  const collecting = station.phase === 'collecting';
  const verdict = collecting ? 'collecting' : (inspection?.verdict ?? 'none');
  return html`<div class="andon verdict-${verdict}" data-verdict=${verdict}>
    <${VerdictShape} verdict=${verdict} />
    <span class="andon-word">${verdictWord(verdict, collecting ? null : inspection?.cause)}</span>
    ${!collecting && inspection && html`<span class="andon-score">
      ${inspection.score == null ? inspection.reason : html`<b>${score(inspection.score)}</b> <span>${t('live.threshold', { threshold: score(inspection.threshold) })}</span>`}
    </span>`}
  </div>`;
}

function Collection({ station }) {
  const { frames, target } = station.pool;
  return html`<div class="collection">
    <p>${t('live.collecting', { frames, target })}</p>
    <${ProgressBar} percent=${(100 * frames) / target} label=${t('live.collecting.label')} />
    ${station.job && html`<${JobProgress} job=${station.job} />`}
  </div>`;
}

function Facts({ station }) {
  const { counts } = station;
  const facts = [
    ['live.rate', t('live.perSecond', { rate: number(station.framesPerSecond, 1) })],
    ['live.inspected', number(counts.inspected)],
    ['live.rejected', number(counts.reject)],
    ['live.undecided', number(counts.undecided)],
    ['live.dropped', number(counts.dropped)],
  ];
  return html`<dl class="facts">
    ${facts.map(([key, value]) => html`<div key=${key} class=${key === 'live.dropped' && counts.dropped > 0 ? 'fact-warn' : ''}><dt>${t(key)}</dt><dd>${value}</dd></div>`)}
  </dl>`;
}

function Tile({ state, opacity }) {
  const station = state.station.value;
  const history = state.history.value;
  const freeze = useFreeze(state.id, history);
  const ready = useReady(freeze.frozen ?? state.last.value);
  const shown = ready?.inspection ?? null;
  useAnnouncement(station, state.last.value);
  const newer = freeze.frozen ? history.length - 1 - history.findIndex(({ id }) => id === freeze.frozen.id) : 0;
  return html`<article class="tile" aria-label=${stationName(station)} data-station=${state.id}>
    <header class="tile-head">
      <h2 class="nameplate">${stationName(station)}</h2>
      <${Silence} station=${station} />
      <label class="switch"><input type="checkbox" checked=${freeze.enabled} onChange=${(event) => freeze.setEnabled(event.target.checked)} /><span>${t('live.freeze')}</span></label>
    </header>
    <div class="tile-body"><div class="tile-frame">
      ${ready
        ? html`<${Frame} ready=${ready} opacity=${opacity} original=${originalHeld.value} alt=${t('frame.alt', { frame: shown.frameId })} />`
        : html`<p class="frame-missing">${t('live.waiting')}</p>`}
      ${freeze.frozen && html`<div class="frozen" role="status">
        <span>${t('live.frozen', { time: time(freeze.frozen.capturedAt) })} ${newer > 0 && t('live.newer', { count: newer })}</span>
        <button type="button" class="button" onClick=${freeze.release}>${t('live.release')}</button>
      </div>`}
    </div>
    <div class="tile-side">
      <${Andon} station=${station} inspection=${shown} />
      ${station.phase === 'collecting'
        ? html`<${Collection} station=${station} />`
        : html`<div class="tile-history"><h3>${t('history.title')}</h3><${ScoreHistory} history=${history} /></div>`}
      ${station.phase !== 'collecting' && station.job && html`<${JobProgress} job=${station.job} />`}
      <${Facts} station=${station} />
      <footer class="tile-foot">
        <span>${t('live.model')} <b>${station.model?.version ?? t('live.noModel')}</b></span>
        ${shown && html`<a class="tile-link" href=${href('review', state.id, shown.id)}>${t('live.reviewFrame')}</a>`}
        <a class="tile-link" href=${href('review', state.id)}>${t('live.review')}</a>
      </footer>
    </div></div>
  </article>`;
}

/** One tile per station with its last frame, verdict and score history. */
export function Live() {
  const [opacity, setOpacity] = useState(Number(recall('opacity') ?? 0.6));
  const choose = (value) => {
    setOpacity(value);
    remember('opacity', value);
  };
  useKeyHelp([{ keys: ['o'], text: t('key.original') }]);
  if (!loaded.value) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  if (stations.value.size === 0) {
    return html`<${EmptyState} title=${t('live.empty')}><p>${t('live.empty.next')}</p><//>`;
  }
  return html`
    <div class="live-tools">
      <${OpacitySlider} value=${opacity} onChange=${choose} />
      <p class="hint"><kbd>o</kbd> ${t('live.original')}</p>
    </div>
    <div class="tiles" data-count=${stations.value.size}>
      ${[...stations.value.values()].map((state) => html`<${Tile} key=${state.id} state=${state} opacity=${opacity} />`)}
    </div>`;
}
