import { html, useEffect, useRef, useState } from '../lib.js';
import { api } from '../api.js';
import { t } from '../i18n.js';
import { ProblemNote } from './problem-note.js';

/** A password, readable on demand: typed with gloves on a touch screen it is wrong often enough. */
export function PasswordField({ id, label, autocomplete, value, onInput, hint, focused }) {
  const [shown, setShown] = useState(false);
  const field = useRef(null);
  useEffect(() => {
    if (focused) {
      field.current.focus();
    }
  }, []);
  return html`<div class="field"><label for=${id}>${label}</label>
    <div class="password-field">
      <input id=${id} ref=${field} type=${shown ? 'text' : 'password'} autocomplete=${autocomplete} autocapitalize="none" spellcheck="false" required maxlength="256" value=${value} onInput=${(event) => onInput(event.target.value)} aria-describedby=${hint ? `${id}-hint` : undefined} />
      <button type="button" class="button" aria-pressed=${shown} aria-controls=${id} onClick=${() => setShown(!shown)}>${t(shown ? 'password.hide' : 'password.show')}</button>
    </div>
    ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
  </div>`;
}

/**
 * Lets somebody choose a new password. `present` is the one they have just entered, where it is known; `onCancel` is absent where
 * there is no way around it.
 */
export function PasswordChange({ present: known = null, onDone, onCancel }) {
  const [present, setPresent] = useState(known ?? '');
  const [wanted, setWanted] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const change = async (event) => {
    event.preventDefault();
    if (wanted !== again) {
      setProblem({ title: t('password.different') });
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await api.changePassword(present, wanted);
      onDone();
    } catch (failure) {
      setProblem(failure.status === 400 ? { title: t('password.refused'), detail: failure.detail } : failure);
    } finally {
      setBusy(false);
    }
  };
  return html`<form class="entry-form" onSubmit=${change}>
    ${known === null && html`<${PasswordField} id="password-present" label=${t('password.present')} autocomplete="current-password" value=${present} onInput=${setPresent} focused=${true} />`}
    <${PasswordField} id="password-wanted" label=${t('password.wanted')} autocomplete="new-password" value=${wanted} onInput=${setWanted} hint=${t('password.rule')} focused=${known !== null} />
    <${PasswordField} id="password-again" label=${t('password.again')} autocomplete="new-password" value=${again} onInput=${setAgain} />
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    <div class="entry-buttons">
      <button class="button button-primary" disabled=${busy || present === '' || wanted === '' || again === ''}>${t('password.save')}</button>
      ${onCancel && html`<button type="button" class="button" onClick=${onCancel}>${t('cancel')}</button>`}
    </div>
  </form>`;
}
