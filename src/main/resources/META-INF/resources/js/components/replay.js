import { html, useEffect, useState } from '../lib.js';
import { api } from '../api.js';
import { dateTime, number, score, t, tOr } from '../i18n.js';
import { ProblemNote, ProgressBar } from './common.js';
import { VerdictBadge } from './verdict.js';
import { only } from '../session.js';

const POLL_MS = 1_000;
const LAST = 500;
const MOST = 5_000;

function Change({ change }) {
  const side = ({ verdict, score: value, threshold }) => html`<${VerdictBadge} verdict=${verdict} /> ${value != null && html`<small>${score(value)} / ${score(threshold)}</small>`}`;
  return html`<li class="replay-change">
    <a href=${change.image} target="_blank" rel="noopener"><img src=${change.image} alt=${t('frame.alt', { frame: change.frameId })} loading="lazy" decoding="async" /></a>
    <div><p><a href=${change.inspection} target="_blank" rel="noopener">${change.frameId}</a> <span class="hint">${dateTime(change.decidedAt)}</span></p>
      <p>${t('replay.then', { model: change.judgedBy ?? '–' })} ${side(change.then)}</p>
      <p>${t('replay.now')} ${side(change.now)}</p></div>
  </li>`;
}

function Result({ result }) {
  return html`
    <p>${t('replay.done', { count: result.replayed, stored: result.fromStoredEmbeddings })}${result.more && html` ${t('replay.more')}`}</p>
    ${result.counts.length > 0 && html`<table class="figures replay-counts">
      <caption class="visually-hidden">${t('replay.counts')}</caption>
      <thead><tr><th scope="col">${t('replay.verdictThen')}</th><th scope="col">${t('replay.verdictNow')}</th><th scope="col">${t('replay.frames')}</th></tr></thead>
      <tbody>${result.counts.map(({ then, now, frames }) => html`<tr key=${`${then} ${now}`}><td><${VerdictBadge} verdict=${then} /></td><td><${VerdictBadge} verdict=${now} /></td><td>${number(frames)}</td></tr>`)}</tbody>
    </table>`}
    <h4>${t('replay.changes', { count: result.changes.length })}</h4>
    <ol class="replay-changes">${result.changes.map((change) => html`<${Change} key=${change.inspectionId} change=${change} />`)}</ol>
    ${result.skipped.length > 0 && html`<details><summary>${t('replay.skipped', { count: result.skipped.length })}</summary>
      <ul>${result.skipped.map((frame) => html`<li key=${frame.inspectionId}>${frame.frameId ?? frame.inspectionId}: ${tOr(`replay.reason.${frame.reason}`, frame.reason)} <span class="hint">${frame.detail}</span></li>`)}</ul></details>`}
    ${result.oldestKept && html`<p class="hint">${t('replay.oldest', { when: dateTime(result.oldestKept) })}</p>`}`;
}

/** Asks how the frames of the past would have been decided under a version. */
export function Replay({ station, version }) {
  const [last, setLast] = useState(String(LAST));
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [replay, setReplay] = useState(null);
  const [problem, setProblem] = useState(null);
  const job = replay?.job;
  const running = job?.state === 'running';
  useEffect(() => {
    if (!running) {
      return undefined;
    }
    const timer = setInterval(() => api.replay(replay.id).then(setReplay, setProblem), POLL_MS);
    return () => clearInterval(timer);
  }, [running, replay?.id]);
  const start = async (event) => {
    event.preventDefault();
    setProblem(null);
    setReplay(null);
    const instant = (local) => (local === '' ? null : new Date(local).toISOString());
    try {
      const begun = await api.startReplay(station, { version, last: Number(last), from: instant(from), to: instant(to) });
      setReplay(await api.replay(begun.id));
    } catch (failure) {
      setProblem(failure);
    }
  };
  const id = (name) => `replay-${name}-${version}`;
  return html`<form class="replay" onSubmit=${start} aria-label=${`${t('replay.title')} ${version}`}>
    <p class="hint">${t('replay.means', { version })}</p>
    <div class="field"><label for=${id('last')}>${t('replay.last')}</label><input id=${id('last')} type="number" min="1" max=${MOST} required value=${last} onInput=${(event) => setLast(event.target.value)} /></div>
    <div class="field"><label for=${id('from')}>${t('replay.from')}</label><input id=${id('from')} type="datetime-local" value=${from} onInput=${(event) => setFrom(event.target.value)} /></div>
    <div class="field"><label for=${id('to')}>${t('replay.to')}</label><input id=${id('to')} type="datetime-local" value=${to} onInput=${(event) => setTo(event.target.value)} /></div>
    <button class="button" ...${only('engineer', running)}>${t('replay.start')}</button>
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    <div role="status">
      ${running && html`<${ProgressBar} percent=${job.percent} label=${t('replay.title')} />
        <button type="button" class="button" onClick=${() => api.cancel(replay.id).catch(setProblem)}>${t('replay.cancel')}</button>`}
      ${job?.state === 'cancelled' && html`<p>${t('replay.cancelled')}</p>`}
      ${job?.state === 'failed' && html`<${ProblemNote} problem=${{ title: t('replay.failed'), detail: job.error }} />`}
    </div>
    ${replay?.result && html`<${Result} result=${replay.result} />`}
  </form>`;
}
