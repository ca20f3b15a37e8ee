import { html, useEffect, useState } from '../lib.js';
import { api } from '../api.js';
import { EmptyState, ProblemNote } from '../components/common.js';
import { dateTime, t, tOr } from '../i18n.js';
import { can } from '../session.js';
import { stationIds } from '../store.js';

const PAGE = 50;
const KINDS = ['label', 'ledger', 'patch', 'regression', 'refit', 'job', 'proposal', 'replay', 'model', 'threshold', 'drift', 'import', 'login', 'logout', 'user', 'token', 'request'];
const NOTHING = { who: '', action: '', station: '', from: '', to: '' };

function actionName(action) {
  return tOr(`audit.action.${action}`, action);
}

/** One line for each field that is different, and for those that came or went. */
function differences(before, after) {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const text = (value) => (value === undefined || value === null ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value));
  return keys.map((key) => ({ key, from: text(before?.[key]), to: text(after?.[key]) })).filter(({ from, to }) => from !== to);
}

function Change({ entry }) {
  const lines = differences(entry.before, entry.after);
  if (lines.length === 0) {
    return html`<span class="hint">–</span>`;
  }
  const list = html`<dl class="audit-change">${lines.map(({ key, from, to }) => html`<div key=${key}><dt>${key}</dt>
    <dd>${entry.before && html`<del>${from}</del> → `}<ins>${entry.after ? to : t('audit.gone')}</ins></dd></div>`)}</dl>`;
  return lines.length <= 3 ? list : html`<details><summary>${t('audit.fields', { count: lines.length })}</summary>${list}</details>`;
}

function Entry({ entry }) {
  return html`<tr data-action=${entry.action} class=${entry.action === 'login.failed' ? 'audit-failed' : ''}>
    <td><time datetime=${entry.at}>${dateTime(entry.at)}</time></td>
    <th scope="row"><b>${entry.who}</b><br /><small>${t(`audit.kind.${entry.kind}`)}${entry.address && ` · ${entry.address}`}</small></th>
    <td>${actionName(entry.action)}</td>
    <td class="audit-target">${entry.station && html`<span>${entry.station}</span><br />`}<small>${entry.target}</small></td>
    <td><${Change} entry=${entry} /></td>
  </tr>`;
}

function Filter({ onChange }) {
  const [filter, setFilter] = useState(NOTHING);
  const set = (name) => (event) => setFilter({ ...filter, [name]: event.target.value });
  const instant = (local) => (local === '' ? null : new Date(local).toISOString());
  const ask = (wanted) => onChange({
    who: wanted.who.trim() || null, action: wanted.action || null, station: wanted.station || null, from: instant(wanted.from), to: instant(wanted.to),
  });
  const submit = (event) => {
    event.preventDefault();
    ask(filter);
  };
  const clear = () => {
    setFilter(NOTHING);
    ask(NOTHING);
  };
  return html`<form class="new-entry audit-filter" onSubmit=${submit}>
    <div class="field"><label for="audit-who">${t('audit.who')}</label><input id="audit-who" autocomplete="off" value=${filter.who} onInput=${set('who')} /></div>
    <div class="field"><label for="audit-action">${t('audit.what')}</label><select id="audit-action" value=${filter.action} onChange=${set('action')}>
      <option value="">${t('audit.all')}</option>${KINDS.map((kind) => html`<option key=${kind} value=${kind}>${t(`audit.of.${kind}`)}</option>`)}</select></div>
    <div class="field"><label for="audit-station">${t('station.choose')}</label><select id="audit-station" value=${filter.station} onChange=${set('station')}>
      <option value="">${t('audit.all')}</option>${stationIds.value.map((id) => html`<option key=${id} value=${id}>${id}</option>`)}</select></div>
    <div class="field"><label for="audit-from">${t('audit.from')}</label><input id="audit-from" type="datetime-local" value=${filter.from} onInput=${set('from')} /></div>
    <div class="field"><label for="audit-to">${t('audit.to')}</label><input id="audit-to" type="datetime-local" value=${filter.to} onInput=${set('to')} /></div>
    <button class="button button-primary">${t('audit.show')}</button>
    <button type="button" class="button" onClick=${clear}>${t('audit.clear')}</button>
  </form>`;
}

function Log() {
  const [filter, setFilter] = useState({});
  const [entries, setEntries] = useState(null);
  const [next, setNext] = useState(null);
  const [problem, setProblem] = useState(null);
  const ask = async (before) => {
    setProblem(null);
    try {
      const page = await api.audit({ ...filter, before, limit: PAGE });
      setEntries((known) => (before === null ? page.items : [...known, ...page.items]));
      setNext(page.next);
    } catch (failure) {
      setProblem(failure);
    }
  };
  useEffect(() => {
    ask(null);
  }, [filter]);
  return html`<section class="panel access-panel"><h2>${t('nav.audit')}</h2>
    <p class="hint">${t('audit.means')}</p>
    <${Filter} onChange=${setFilter} />
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    ${entries === null ? !problem && html`<p class="loading">${t('loading')}</p>`
      : entries.length === 0 ? html`<p>${t('audit.none')}</p>`
        : html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t('nav.audit')}><table class="figures audit-table">
          <thead><tr><th scope="col">${t('audit.when')}</th><th scope="col">${t('audit.who')}</th><th scope="col">${t('audit.what')}</th><th scope="col">${t('audit.target')}</th><th scope="col">${t('audit.change')}</th></tr></thead>
          <tbody>${entries.map((entry) => html`<${Entry} key=${entry.sequence} entry=${entry} />`)}</tbody>
        </table></div>`}
    ${next && html`<button type="button" class="button" onClick=${() => ask(next)}>${t('audit.older')}</button>`}
  </section>`;
}

/** What everybody changed, newest first. */
export function Audit() {
  return can('admin') ? html`<${Log} />` : html`<${EmptyState} title=${t('admin.only')}><p>${t('admin.only.do')}</p><//>`;
}
