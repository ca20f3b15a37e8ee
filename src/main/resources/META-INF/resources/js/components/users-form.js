import { html, useState } from '../lib.js';
import { t } from '../i18n.js';
import { ProblemNote } from './common.js';

export const ROLES = ['viewer', 'operator', 'engineer', 'admin'];

export function RoleChoice({ id, value, onChange, label, disabled = false }) {
  return html`<select id=${id} value=${value} aria-label=${label} disabled=${disabled} onChange=${(event) => onChange(event.target.value)}>
    ${ROLES.map((role) => html`<option key=${role} value=${role}>${t(`role.${role}`)}</option>`)}
  </select>`;
}

/** What is shown once and never again: a password for one login, or the secret of a token. */
export function ShownOnce({ title, text, secret, onDone }) {
  const [copied, setCopied] = useState(false);
  // Only where the page came over TLS or from this machine do browsers let it write to the clipboard.
  const copy = navigator.clipboard && (() => navigator.clipboard.writeText(secret).then(() => setCopied(true), () => setCopied(false)));
  return html`<div class="shown-once" role="status">
    <p><strong>${title}</strong> ${text}</p>
    <code class="secret">${secret}</code>
    <div class="shown-once-buttons">
      ${copy && html`<button type="button" class="button" onClick=${copy}>${t(copied ? 'secret.copied' : 'secret.copy')}</button>`}
      <button type="button" class="button button-primary" onClick=${onDone}>${t('secret.done')}</button>
    </div>
  </div>`;
}

/** Does something and keeps what went wrong: [run, busy, note]. */
export function useWork() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const run = async (work) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  return [run, busy, problem && html`<${ProblemNote} problem=${problem} />`];
}
