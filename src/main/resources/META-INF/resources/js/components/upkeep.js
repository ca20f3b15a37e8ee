import { html, useEffect, useState } from '../lib.js';
import { api } from '../api.js';
import { dateTime, number, percent, score, t, tOr } from '../i18n.js';
import { ProblemNote, ProgressBar } from './common.js';
import { only } from '../session.js';

/** What the service says, asked anew when one of `when` changes and every ten seconds; null until it has answered. */
function useAnswer(ask, when) {
  const [answer, setAnswer] = useState(null);
  const [revision, setRevision] = useState(0);
  useEffect(() => {
    let alive = true;
    const again = () => ask().then((found) => alive && setAnswer(found), () => alive && setAnswer(null));
    again();
    const timer = setInterval(again, 10_000);
    return () => {
      alive = false;
      clearInterval(timer);
    };
  }, [...when, revision]);
  return [answer, () => setRevision((before) => before + 1)];
}

export function bytes(count) {
  return count >= 1e9 ? `${number(count / 1e9, 1)} GB` : `${number(count / 1e6, 1)} MB`;
}

function Counts({ title, counts, prefix }) {
  const rows = Object.entries(counts).filter(([, count]) => count > 0);
  return rows.length > 0 && html`<details><summary>${title}</summary>
    <dl class="details">${rows.map(([key, count]) => html`<div key=${key}><dt>${tOr(`${prefix}.${key}`, key)}</dt><dd>${number(count)}</dd></div>`)}</dl>
  </details>`;
}

function Growth({ pool }) {
  return html`
    <p>${t('pool.size', { frames: pool.frames, most: pool.mostFrames, bytes: bytes(pool.bytes), mostBytes: bytes(pool.mostBytes) })}</p>
    <p class="hint">${t('pool.growth', { entered: pool.entered, share: percent(pool.share), since: dateTime(pool.since) })}</p>
    <${Counts} title=${t('pool.origins')} counts=${pool.byOrigin} prefix="pool.origin" />
    <${Counts} title=${t('pool.shifts')} counts=${pool.byShift} prefix="pool.shift" />
    <${Counts} title=${t('pool.refused')} counts=${pool.refused} prefix="pool.reason" />
    <${Counts} title=${t('pool.left')} counts=${pool.left} prefix="pool.reason" />`;
}

/** How full the pool is, how it grows, and why frames did not enter. */
export function Pool({ station }) {
  const { frames, target } = station.pool;
  const [pool] = useAnswer(() => api.pool(station.id), [station.id, frames]);
  return html`<section class="panel pool">
    <h2>${t('training.pool')}</h2>
    ${station.phase === 'collecting'
      ? html`<p class="figure"><b>${number(frames)}</b> ${t('training.pool.of', { target })}</p>
          <${ProgressBar} percent=${(100 * frames) / target} label=${t('training.pool')} />`
      : html`<p class="figure"><b>${number(frames)}</b> ${t('pool.frames')}</p>`}
    <p class="hint">${t(station.phase === 'collecting' ? 'training.pool.collecting' : 'training.pool.unlabelled')}</p>
    ${pool && html`<${Growth} pool=${pool} />`}
  </section>`;
}

function quantiles(values) {
  return values ? `${score(values.p10)} · ${score(values.p50)} · ${score(values.p90)} · ${score(values.p99)}` : '–';
}

function Stream({ stream }) {
  const rate = stream.sign === 'overrides';
  return html`<div>
    <dt>${t(`drift.sign.${stream.sign}`)}</dt>
    <dd>${rate
      ? t('drift.overrides', { share: stream.mean == null ? '–' : percent(stream.mean), count: stream.recentCount })
      : html`${t('drift.before', { quantiles: quantiles(stream.before), count: stream.seen })}<br />${t('drift.recent', { quantiles: quantiles(stream.recent), count: stream.recentCount })}`}</dd>
  </div>`;
}

/** Whether the line still is what the model was fitted on, and what to do where it is not. */
export function Drift({ station }) {
  const [drift, reload] = useAnswer(() => api.drift(station.id), [station.id, station.drift, station.model?.version]);
  const [problem, setProblem] = useState(null);
  if (!drift || drift.state === 'off') {
    return null;
  }
  const act = (ask) => () => ask(station.id).then(reload, setProblem);
  return html`<section class="panel drift" data-drift=${drift.state}>
    <h2>${t('drift.title')}</h2>
    <p class=${drift.alarms.length > 0 ? 'outcome' : ''}>${t(`drift.state.${drift.state}`, { reference: drift.reference })}</p>
    ${drift.alarms.map((alarm) => html`<p key=${alarm.sign}><b>${t(`drift.sign.${alarm.sign}`)}</b>: ${t('drift.alarm', { when: dateTime(alarm.raisedAt), after: alarm.after })}${alarm.acknowledgedBy ? ` ${t('drift.seenBy', { who: alarm.acknowledgedBy })}` : ''}</p>`)}
    ${drift.alarms.length > 0 && html`<p class="hint">${t('drift.do')}</p><div class="decision">
      ${drift.state === 'drift' && html`<button type="button" class="button" ...${only('operator')} onClick=${act(api.acknowledgeDrift)}>${t('drift.acknowledge')}</button>`}
      <button type="button" class="button" ...${only('engineer')} onClick=${act(api.resetDrift)}>${t('drift.reset')}</button></div>`}
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    <details><summary>${t('drift.figures')}</summary>
      <dl class="details">${drift.streams.map((stream) => html`<${Stream} key=${stream.sign} stream=${stream} />`)}</dl>
      <p class="hint">${t('drift.rate', { every: drift.falseAlarmEvery })}</p>
    </details>
  </section>`;
}

/** A refit that the service proposes, until someone accepts or dismisses it. */
export function Proposal({ state }) {
  const station = state.station.value;
  const [proposals, reload] = useAnswer(() => api.proposals(station.id), [station.id, station.drift]);
  const [problem, setProblem] = useState(null);
  const open = proposals?.items.find((proposal) => proposal.state === 'open');
  if (!open) {
    return null;
  }
  const accept = async () => {
    try {
      const job = await api.acceptProposal(station.id, open.id);
      state.ended.value = null;
      state.station.value = { ...state.station.value, job };
      reload();
    } catch (failure) {
      setProblem(failure);
    }
  };
  const dismiss = () => api.dismissProposal(station.id, open.id).then(reload, setProblem);
  return html`<section class="panel proposal">
    <h2>${t('proposal.title')}</h2>
    <p>${t('proposal.text', { reason: open.reason, when: dateTime(open.madeAt) })}</p>
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    <div class="decision">
      <button type="button" class="button button-primary" ...${only('engineer')} onClick=${accept}>${t('proposal.accept')}</button>
      <button type="button" class="button" ...${only('engineer')} onClick=${dismiss}>${t('proposal.dismiss')}</button>
    </div>
  </section>`;
}

/** What a refit with these settings would take. */
export function Memory({ station, strategy, ratio }) {
  const [plan] = useAnswer(() => api.refitMemory(station.id, { strategy, ratio }), [station.id, strategy, ratio, station.pool.frames]);
  return plan && html`<p class=${plan.peak > plan.limit ? 'field-error' : 'hint'}>${t('memory.plan', {
    bank: bytes(plan.bank), embeddings: bytes(plan.embeddings), peak: bytes(plan.peak), limit: bytes(plan.limit),
  })}</p>`;
}

/** When the next refit comes by itself, and what became of the last ones. */
export function Schedule({ station }) {
  const [schedule] = useAnswer(() => api.refitSchedule(station.id), [station.id, station.job?.id]);
  if (!schedule?.schedule) {
    return schedule && html`<p class="hint">${t('schedule.none')}</p>`;
  }
  return html`<p class="hint">${t('schedule.next', { when: dateTime(schedule.next) })}</p>
    ${schedule.past.length > 0 && html`<details><summary>${t('schedule.past')}</summary>
      <dl class="details">${schedule.past.map((past) => html`<div key=${past.dueAt}><dt>${dateTime(past.dueAt)}</dt><dd>${t(`schedule.${past.outcome}`)} <span class="hint">${past.detail}</span></dd></div>`)}</dl>
    </details>`}`;
}
