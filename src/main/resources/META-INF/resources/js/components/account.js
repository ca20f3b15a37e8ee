import { html, useRef, useState } from '../lib.js';
import { t } from '../i18n.js';
import { report } from '../problems.js';
import { href } from '../router.js';
import { can, logOut, session } from '../session.js';
import { PasswordChange } from './password-change.js';

/** Who is logged in, in the header; opens what one can do about it. */
export function Account() {
  const dialog = useRef(null);
  const [changing, setChanging] = useState(false);
  const [changed, setChanged] = useState(false);
  const who = session.value;
  if (who === null) {
    return null;
  }
  const role = t(`role.${who.role}`);
  const close = () => dialog.current.close();
  const open = () => {
    setChanging(false);
    setChanged(false);
    dialog.current.showModal();
  };
  return html`
    <button type="button" class="account" onClick=${open} aria-haspopup="dialog" title=${`${who.name} · ${role}`}>
      <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="8" r="4" /><path d="M4 21c0-4.5 3.5-7 8-7s8 2.5 8 7" /></svg>
      <span class="account-who"><b>${who.name}</b><span>${role}</span></span>
    </button>
    <dialog ref=${dialog} class="help account-dialog" aria-labelledby="account-title">
      <h2 id="account-title">${who.name}</h2>
      <p class="hint">${role}: ${t(`role.${who.role}.may`)}</p>
      ${changed && html`<p class="account-done" role="status">${t('password.changed')}</p>`}
      ${changing
        ? html`<${PasswordChange} onDone=${() => { setChanging(false); setChanged(true); }} onCancel=${() => setChanging(false)} />`
        : html`<div class="account-actions">
          ${can('admin') && html`<a class="button" href=${href('users')} onClick=${close}>${t('nav.users')}</a>
            <a class="button" href=${href('audit')} onClick=${close}>${t('nav.audit')}</a>`}
          ${who.kind === 'account' && html`<button type="button" class="button" onClick=${() => setChanging(true)}>${t('password.change')}</button>`}
          <button type="button" class="button button-primary" onClick=${() => logOut().catch(report)}>${t('logout')}</button>
          <button type="button" class="button" onClick=${close}>${t('close')}</button>
        </div>`}
    </dialog>`;
}
