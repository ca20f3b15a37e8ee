import { html, useState } from '../lib.js';
import { api } from '../api.js';
import { dateTime, t } from '../i18n.js';
import { session } from '../session.js';
import { useAnswer } from './answer.js';
import { ProblemNote } from './common.js';
import { RoleChoice, ShownOnce, useWork } from './users-form.js';

function stateOf({ disabled, mustChangePassword }) {
  return disabled ? 'disabled' : mustChangePassword ? 'mustChange' : 'enabled';
}

function AccountRow({ user, busy, onRole, onReset, onDisable }) {
  const state = stateOf(user);
  const own = user.name === session.value.name;
  return html`<tr data-user=${user.name} class=${user.disabled ? 'row-off' : ''}>
    <th scope="row"><b>${user.name}</b>${own && html` <small>${t('users.you')}</small>`}</th>
    <td><${RoleChoice} label=${t('users.role.of', { name: user.name })} value=${user.role} disabled=${busy || own} onChange=${(role) => onRole(user, role)} /></td>
    <td><span class="state state-${state}">${t(`users.state.${state}`)}</span></td>
    <td>${user.lastLoginAt ? dateTime(user.lastLoginAt) : t('users.never')}</td>
    <td class="row-actions">
      <button type="button" class="button" disabled=${busy || own} onClick=${() => onReset(user)} aria-label=${`${t('users.reset')}: ${user.name}`}>${t('users.reset')}</button>
      <button type="button" class="button" disabled=${busy || own} onClick=${() => onDisable(user)} aria-label=${`${t(user.disabled ? 'users.enable' : 'users.disable')}: ${user.name}`}>${t(user.disabled ? 'users.enable' : 'users.disable')}</button>
    </td>
  </tr>`;
}

function NewAccount({ busy, onAdd }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState('operator');
  const add = async (event) => {
    event.preventDefault();
    if (await onAdd({ name: name.trim(), role })) {
      setName('');
    }
  };
  return html`<form class="new-entry" onSubmit=${add}>
    <h3>${t('users.new')}</h3>
    <div class="field"><label for="user-name">${t('login.name')}</label><input id="user-name" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="64" required value=${name} onInput=${(event) => setName(event.target.value)} /></div>
    <div class="field"><label for="user-role">${t('users.role')}</label><${RoleChoice} id="user-role" value=${role} onChange=${setRole} /></div>
    <button class="button button-primary" disabled=${busy || name.trim() === ''}>${t('users.add')}</button>
    <p class="hint">${t(`role.${role}`)}: ${t(`role.${role}.may`)}</p>
  </form>`;
}

/** Accounts of people. */
export function Accounts() {
  const [revision, setRevision] = useState(0);
  const [given, setGiven] = useState(null);
  const [run, busy, note] = useWork();
  const { value: users, problem } = useAnswer(() => api.users(), [revision]);
  const changed = () => setRevision((before) => before + 1);
  const onRole = (user, role) => run(async () => {
    await api.changeUser(user.name, { role });
  }).then(changed);
  const onDisable = (user) => run(async () => {
    await api.changeUser(user.name, { disabled: !user.disabled });
  }).then(changed);
  const onReset = (user) => run(async () => {
    setGiven(await api.resetPassword(user.name));
  }).then(changed);
  const onAdd = async (user) => {
    let made = false;
    await run(async () => {
      setGiven(await api.addUser(user));
      made = true;
    });
    changed();
    return made;
  };
  return html`<section class="panel access-panel"><h2>${t('users.title')}</h2>
    <p class="hint">${t('users.means')}</p>
    ${given && html`<${ShownOnce} title=${t('users.password', { name: given.user.name })} text=${t('users.password.once')} secret=${given.password} onDone=${() => setGiven(null)} />`}
    ${note}${problem && html`<${ProblemNote} problem=${problem} />`}
    ${users === null ? !problem && html`<p class="loading">${t('loading')}</p>`
      : html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t('users.title')}><table class="figures access-table">
        <thead><tr><th scope="col">${t('login.name')}</th><th scope="col">${t('users.role')}</th><th scope="col">${t('users.state')}</th><th scope="col">${t('users.lastLogin')}</th><th scope="col"><span class="visually-hidden">${t('users.actions')}</span></th></tr></thead>
        <tbody>${users.items.map((user) => html`<${AccountRow} key=${user.name} user=${user} busy=${busy} onRole=${onRole} onReset=${onReset} onDisable=${onDisable} />`)}</tbody>
      </table></div>`}
    <${NewAccount} busy=${busy} onAdd=${onAdd} />
  </section>`;
}
