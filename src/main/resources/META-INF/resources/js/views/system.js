import { html, useState } from '../lib.js';
import { api } from '../api.js';
import { useAnswer, useBeat } from '../components/answer.js';
import { ProblemNote, stationName } from '../components/common.js';
import { Parts } from '../components/system-parts.js';
import { Storage } from '../components/system-storage.js';
import { dateTime, duration, number, t, time, timeZone, tOr } from '../i18n.js';
import { stations } from '../store.js';

const REFRESH_MS = 2_000;

function Troubles({ troubles }) {
  return html`<section class="panel system-troubles"><h2>${t('system.troubles')}</h2>
    ${troubles.length === 0 && html`<p class="hint">${t('system.troubles.none')}</p>`}
    <ol>${troubles.map((trouble) => html`<li key=${`${trouble.source} ${trouble.first} ${trouble.message}`} class="trouble trouble-${trouble.level}">
      <p class="trouble-head"><b>${t(`system.level.${trouble.level}`)}</b> <time datetime=${trouble.last}>${dateTime(trouble.last)}</time>
        ${trouble.count > 1 && html`<span>${t('system.troubles.count', { count: trouble.count, since: dateTime(trouble.first) })}</span>`}
        ${trouble.station && html`<span class="trouble-station">${trouble.station}</span>`} <span class="hint">${trouble.source}</span></p>
      <p class="trouble-message">${trouble.message}</p>
      <p class="to-do"><b>${t('system.do')}</b> ${tOr(`system.advice.${trouble.advice}`, trouble.action)}</p>
    </li>`)}</ol>
  </section>`;
}

function milliseconds(value) {
  return number(value, value < 10 ? 2 : value < 100 ? 1 : 0);
}

function StageRow({ stage, widest }) {
  return html`<tr data-stage=${stage.stage} class=${stage.stage === 'total' || stage.stage === 'capture_to_verdict' ? 'stage-sum' : ''}>
    <th scope="row">${tOr(`system.stage.${stage.stage}`, stage.stage)}</th>
    <td class="stage-share"><span class="stage-bar" style=${{ '--share': Math.min(1, stage.p50Ms / widest) }} aria-hidden="true"></span></td>
    <td>${milliseconds(stage.p50Ms)}</td><td>${milliseconds(stage.p95Ms)}</td><td>${milliseconds(stage.p99Ms)}</td><td>${number(stage.frames)}</td>
  </tr>`;
}

/** How long the newest frames took in each stage, of one station or of all. */
function Latency({ latency }) {
  const [station, setStation] = useState(null);
  const shown = latency.find((each) => each.station === station) ?? latency[0];
  const widest = Math.max(...shown.stages.filter(({ stage }) => stage !== 'capture_to_verdict').map(({ p50Ms }) => p50Ms), 0.001);
  const name = (id) => (id === null ? t('system.latency.all') : stations.value.has(id) ? stationName(stations.value.get(id).station.value) : id);
  return html`<section class="panel system-latency"><h2>${t('system.latency')}</h2>
    ${latency.length > 2 && html`<label class="field-inline" for="latency-station"><span>${t('station.choose')}</span>
      <select id="latency-station" value=${station ?? ''} onChange=${(event) => setStation(event.target.value || null)}>
        ${latency.map((each) => html`<option key=${each.station ?? ''} value=${each.station ?? ''}>${name(each.station)}</option>`)}</select></label>`}
    ${shown.stages.length === 0
      ? html`<p class="hint">${t('system.latency.none')}</p>`
      : html`<p class="hint">${t('system.latency.means', { frames: shown.most })}</p>
        <div class="table-scroll" tabindex="0" role="group" aria-label=${t('system.latency')}><table class="figures stages">
          <thead><tr><th scope="col">${t('system.stage')}</th><th scope="col"><span class="visually-hidden">${t('system.share')}</span></th><th scope="col">p50 (ms)</th><th scope="col">p95 (ms)</th><th scope="col">p99 (ms)</th><th scope="col">${t('system.frames')}</th></tr></thead>
          <tbody>${shown.stages.map((stage) => html`<${StageRow} key=${stage.stage} stage=${stage} widest=${widest} />`)}</tbody>
        </table></div>`}
  </section>`;
}

function operations({ operations: counts, description }) {
  const given = Object.entries(counts);
  return given.length === 0
    ? t('system.execution.unknown', { description })
    : `${given.map(([provider, count]) => t('system.execution.operations', { count, provider })).join(', ')} (${description})`;
}

/** What really runs: execution providers as the runtime reports them, and versions. */
function Running({ system }) {
  const libraries = Object.entries(system.libraries);
  return html`<section class="panel system-running"><h2>${t('system.running')}</h2>
    <p class="hint">${t('system.execution.means')}</p>
    <dl class="details">
      ${system.execution.map((execution) => html`<div key=${execution.backbone} data-backbone=${execution.backbone}><dt>${execution.backbone}</dt><dd>${operations(execution)}</dd></div>`)}
      <div><dt>Winnow</dt><dd>${system.version}</dd></div>
      ${libraries.map(([name, version]) => html`<div key=${name}><dt>${tOr(`system.library.${name}`, name)}</dt><dd>${version}</dd></div>`)}
      <div><dt>Java</dt><dd>${system.machine.java}</dd></div>
      <div><dt>${t('system.machine')}</dt><dd>${system.machine.operatingSystem}, ${t('system.processors', { count: system.machine.processors })}</dd></div>
    </dl>
  </section>`;
}

function Checked({ system }) {
  return html`<p class="hint system-checked">${t('system.checked', {
    time: time(system.at), started: dateTime(system.startedAt), zone: timeZone(),
    duration: duration((Date.parse(system.at) - Date.parse(system.startedAt)) / 1000),
  })}</p>`;
}

/** How the service itself is: every part in plain words and what to do, times, storage, errors. */
export function System() {
  const beat = useBeat(true, REFRESH_MS);
  const { value: system, problem } = useAnswer(() => api.system(), [beat]);
  if (system === null) {
    return problem ? html`<${ProblemNote} problem=${problem} />` : html`<p class="loading">${t('loading')}</p>`;
  }
  return html`
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    <${Parts} system=${system} /><${Checked} system=${system} />
    <${Troubles} troubles=${system.troubles} />
    <div class="system-columns"><${Latency} latency=${system.latency} />
      <div class="system-column"><${Storage} storage=${system.storage} retention=${system.retention} /><${Running} system=${system} /></div></div>`;
}
