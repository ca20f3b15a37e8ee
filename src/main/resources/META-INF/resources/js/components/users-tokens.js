import { html, useState } from '../lib.js';
import { api } from '../api.js';
import { dateTime, t } from '../i18n.js';
import { useAnswer } from './answer.js';
import { ProblemNote } from './common.js';
import { RoleChoice, ShownOnce, useWork } from './users-form.js';

const LASTS = [30, 90, 365, null];

function TokenRow({ token, busy, onRevoke }) {
  const [sure, setSure] = useState(false);
  const ends = token.expiresAt ? dateTime(token.expiresAt) : t('tokens.endless');
  return html`<tr data-token=${token.name} class=${token.expired ? 'row-off' : ''}>
    <th scope="row"><b>${token.name}</b> <small>… ${token.hint}</small></th>
    <td>${t(`role.${token.role}`)}</td>
    <td>${token.expired ? html`<span class="state state-disabled">${t('tokens.expired')}</span>` : ends}</td>
    <td>${token.lastUsedAt ? dateTime(token.lastUsedAt) : t('users.never')}</td>
    <td>${token.createdBy}<br /><small>${dateTime(token.createdAt)}</small></td>
    <td class="row-actions">${sure
      ? html`<button type="button" class="button button-danger" disabled=${busy} onClick=${() => onRevoke(token)} aria-label=${`${t('tokens.revoke.sure')}: ${token.name}`}>${t('tokens.revoke.sure')}</button>
        <button type="button" class="button" onClick=${() => setSure(false)}>${t('cancel')}</button>`
      : html`<button type="button" class="button" disabled=${busy} onClick=${() => setSure(true)} aria-label=${`${t('tokens.revoke')}: ${token.name}`}>${t('tokens.revoke')}</button>`}</td>
  </tr>`;
}

function NewToken({ busy, onAdd }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState('viewer');
  const [days, setDays] = useState('365');
  const add = async (event) => {
    event.preventDefault();
    if (await onAdd({ name: name.trim(), role, days: days === '' ? null : Number(days) })) {
      setName('');
    }
  };
  return html`<form class="new-entry" onSubmit=${add}>
    <h3>${t('tokens.new')}</h3>
    <div class="field"><label for="token-name">${t('tokens.name')}</label><input id="token-name" autocomplete="off" spellcheck="false" maxlength="64" required value=${name} onInput=${(event) => setName(event.target.value)} /></div>
    <div class="field"><label for="token-role">${t('users.role')}</label><${RoleChoice} id="token-role" value=${role} onChange=${setRole} /></div>
    <div class="field"><label for="token-days">${t('tokens.lasts')}</label>
      <select id="token-days" value=${days} onChange=${(event) => setDays(event.target.value)}>
        ${LASTS.map((each) => html`<option key=${each ?? ''} value=${each ?? ''}>${each === null ? t('tokens.endless') : t('tokens.days', { count: each })}</option>`)}
      </select></div>
    <button class="button button-primary" disabled=${busy || name.trim() === ''}>${t('tokens.add')}</button>
    <p class="hint">${t(`role.${role}`)}: ${t(`role.${role}.may`)}</p>
  </form>`;
}

/** Tokens of machines. */
export function Tokens() {
  const [revision, setRevision] = useState(0);
  const [issued, setIssued] = useState(null);
  const [run, busy, note] = useWork();
  const { value: tokens, problem } = useAnswer(() => api.tokens(), [revision]);
  const changed = () => setRevision((before) => before + 1);
  const onRevoke = (token) => run(() => api.revokeToken(token.id)).then(changed);
  const onAdd = async (token) => {
    let made = false;
    await run(async () => {
      setIssued(await api.addToken(token));
      made = true;
    });
    changed();
    return made;
  };
  return html`<section class="panel access-panel"><h2>${t('tokens.title')}</h2>
    <p class="hint">${t('tokens.means')} <code>Authorization: Bearer wnw_…</code></p>
    ${issued && html`<${ShownOnce} title=${t('tokens.secret', { name: issued.token.name })} text=${t('tokens.secret.once')} secret=${issued.secret} onDone=${() => setIssued(null)} />`}
    ${note}${problem && html`<${ProblemNote} problem=${problem} />`}
    ${tokens !== null && (tokens.items.length === 0
      ? html`<p>${t('tokens.none')}</p>`
      : html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t('tokens.title')}><table class="figures access-table">
        <thead><tr><th scope="col">${t('tokens.name')}</th><th scope="col">${t('users.role')}</th><th scope="col">${t('tokens.ends')}</th><th scope="col">${t('tokens.lastUsed')}</th><th scope="col">${t('tokens.madeBy')}</th><th scope="col"><span class="visually-hidden">${t('users.actions')}</span></th></tr></thead>
        <tbody>${tokens.items.map((token) => html`<${TokenRow} key=${token.id} token=${token} busy=${busy} onRevoke=${onRevoke} />`)}</tbody>
      </table></div>`)}
    <${NewToken} busy=${busy} onAdd=${onAdd} />
  </section>`;
}
