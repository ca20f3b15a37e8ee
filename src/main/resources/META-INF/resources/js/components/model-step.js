import { html, useEffect, useRef, useState } from '../lib.js';
import { api } from '../api.js';
import { t } from '../i18n.js';
import { ProblemNote } from './common.js';

/**
 * Asks why a step is taken with a model, takes it, and says what went wrong. `step` is {kind, version}, or null
 * while nothing is asked; `kind` is 'promote', 'hold', 'discard' or 'rollback'.
 */
export function ModelStep({ station, step, onDone, onClose }) {
  const dialog = useRef(null);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (step) {
      setReason('');
      setProblem(null);
      dialog.current.showModal();
    }
  }, [step]);
  const take = async (event) => {
    event.preventDefault();
    if (reason.trim() === '') {
      document.getElementById('step-reason').focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await api.modelStep(station, step.version, step.kind, { reason: reason.trim() });
      dialog.current.close();
      onDone();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };
  const kind = step?.kind ?? 'promote';
  return html`<dialog ref=${dialog} class="help model-step" aria-labelledby="step-title" onClose=${onClose}>
    <form onSubmit=${take} novalidate>
      <h2 id="step-title">${t(`models.step.${kind}.title`, { version: step?.version ?? '' })}</h2>
      <p>${t(`models.step.${kind}.means`, { version: step?.version ?? '' })}</p>
      <div class="field"><label for="step-reason">${t('models.step.reason')}</label>
        <input id="step-reason" autocomplete="off" required value=${reason} onInput=${(event) => setReason(event.target.value)} /></div>
      ${problem && html`<${ProblemNote} problem=${problem} />`}
      <p class="model-step-buttons">
        <button class="button button-primary" disabled=${busy}>${t(`models.step.${kind}`)}</button>
        <button type="button" class="button" onClick=${() => dialog.current.close()}>${t('models.step.cancel')}</button>
      </p>
    </form>
  </dialog>`;
}
