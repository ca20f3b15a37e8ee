import { html, useEffect, useState } from '../lib.js';
import { api } from '../api.js';
import { EmptyState, ProblemNote, StationPicker } from '../components/common.js';
import { Exchange } from '../components/exchange.js';
import { QualityOverTime } from '../components/quality-over-time.js';
import { Thresholds } from '../components/thresholds.js';
import { dateTime, number, t, tOr } from '../i18n.js';
import { href } from '../router.js';
import { labelRevision, loaded, stations } from '../store.js';
import { WINDOWS } from '../vocabulary.js';

const SETTLE_MS = 400;

/** The figures over a window, again after labels changed; the last ones stay while newer are on their way. */
function useMetrics(station, window) {
  const [metrics, setMetrics] = useState({ value: null, problem: null });
  const [attempt, setAttempt] = useState(0);
  const revision = labelRevision.value;
  useEffect(() => {
    let alive = true;
    const timer = setTimeout(() => {
      api.metrics(station, window).then(
        (value) => alive && setMetrics({ value, problem: null }),
        (problem) => alive && setMetrics((before) => ({ ...before, problem })));
    }, metrics.value == null ? 0 : SETTLE_MS);
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [station, window, revision, attempt]);
  return { ...metrics, retry: () => setAttempt(attempt + 1) };
}

/** The interval as a stretch of the scale from 0 to 1, the figure as a mark on it. */
function Interval({ value, low, high }) {
  const style = { '--value': value, '--low': low ?? value, '--high': high ?? value };
  return html`<div class="interval" aria-hidden="true">
    <div class="interval-scale"><span class="interval-range" style=${style}></span><span class="interval-mark" style=${style}></span></div>
    <div class="interval-ends"><span>${number(0)}</span><span>${number(1)}</span></div>
  </div>`;
}

function Figure({ figure }) {
  const title = tOr(`figure.${figure.name}`, figure.title);
  const known = figure.value != null;
  return html`<article class="quality-card ${known ? '' : 'quality-unknown'}" data-figure=${figure.name} aria-label=${title}>
    <h2>${title}</h2>
    ${known
      ? html`<p class="quality-value">${number(figure.value, 3)}</p>
          <${Interval} value=${figure.value} low=${figure.low} high=${figure.high} />
          <p class="quality-interval">${figure.low == null || figure.high == null ? '' : `${t('quality.interval', { low: number(figure.low, 3), high: number(figure.high, 3) })} · `}<b>${t('quality.labels', { count: figure.labels })}</b></p>`
      : html`<p class="quality-missing">${t('quality.notEnough')}</p>
          <p class="quality-reason">${figure.reason}</p>
          <p class="quality-interval"><b>${t('quality.labels', { count: figure.labels })}</b></p>`}
    ${figure.weighted && figure.plain != null && html`<p class="quality-plain">${t('quality.plain', { value: number(figure.plain, 3) })}</p>`}
    ${figure.weighted === false && known && html`<p class="quality-plain">${t('quality.unweighted')}</p>`}
    <p class="hint">${tOr(`figure.${figure.name}.means`, '')}</p>
    ${figure.note && html`<p class="hint">${figure.note}</p>`}
  </article>`;
}

function LabelCounts({ metrics }) {
  const { labels, window, sampling } = metrics;
  const counts = [['quality.total', labels.total], ['quality.normal', labels.normal], ['quality.defect', labels.defect], ['quality.withRegions', labels.withRegions]];
  return html`<section class="panel label-counts" aria-label=${t('quality.counts')}>
    <dl>${counts.map(([key, value]) => html`<div key=${key}><dt>${t(key)}</dt><dd>${number(value)}</dd></div>`)}</dl>
    ${sampling && html`<p class="hint">${t('quality.sampling', sampling)} ${sampling.volunteered > 0 && t('quality.volunteered', { count: sampling.volunteered })}</p>`}
    ${window.from && html`<p class="hint">${t('quality.window', { inspections: window.inspections, from: dateTime(window.from), to: dateTime(window.to) })}</p>`}
  </section>`;
}

function WindowChoice({ value, onChoose }) {
  return html`<div class="quality-tools"><span id="window-label">${t('quality.over')}</span>
    <div class="segmented" role="group" aria-labelledby="window-label">
      ${WINDOWS.map((window) => html`<button key=${window} type="button" aria-pressed=${window === value} onClick=${() => onChoose(window)}>${number(window)}</button>`)}
    </div></div>`;
}

function Figures({ station }) {
  const view = stations.value.get(station)?.station.value;
  const [window, setWindow] = useState(WINDOWS[1]);
  const { value: metrics, problem, retry } = useMetrics(station, window);
  return html`
    <${WindowChoice} value=${window} onChoose=${setWindow} />
    ${problem && html`<${ProblemNote} problem=${problem}><button type="button" class="button" onClick=${retry}>${t('retry')}</button><//>`}
    ${metrics === null
      ? !problem && html`<p class="loading">${t('loading')}</p>`
      : html`<${LabelCounts} metrics=${metrics} />
          ${metrics.labels.total === 0 && html`<${EmptyState} title=${t('quality.empty')}><p>${t('quality.empty.next')}</p><a class="button button-primary" href=${href('review', station)}>${t('nav.review')}</a><//>`}
          <div class="quality-cards">${metrics.figures.map((figure) => html`<${Figure} key=${figure.name} figure=${figure} />`)}</div>`}
    ${/* Below the cards: computed once somebody scrolls there, and not before the cards have pushed it down. */
      (metrics !== null || problem) && html`<${QualityOverTime} station=${station} />`}
    ${view?.model && html`<${Thresholds} key=${`${station} ${window}`} station=${view} window=${window} />`}
    <${Exchange} station=${station} />`;
}

/** How good the verdicts are, as far as the operators' labels can tell. */
export function Quality({ station }) {
  if (!loaded.value) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  if (station === null) {
    return html`<${EmptyState} title=${t('live.empty')}><p>${t('live.empty.next')}</p><//>`;
  }
  return html`<${StationPicker} view="quality" selected=${station} /><${Figures} key=${station} station=${station} />`;
}
