import { html, useState } from '../lib.js';
import { api } from '../api.js';
import { duration, percent, t, tOr } from '../i18n.js';
import { ProblemNote, ProgressBar } from './common.js';
import { only } from '../session.js';

/** A running job: phase, per cent, time left and, where asked for, a way to stop it. */
export function JobProgress({ job, cancellable = false }) {
  const [problem, setProblem] = useState(null);
  const [asked, setAsked] = useState(null);
  const cancel = async () => {
    setProblem(null);
    setAsked(job.id);
    try {
      await api.cancel(job.id);
    } catch (failure) {
      setAsked(null);
      setProblem(failure);
    }
  };
  const phase = job.state === 'queued' ? t('job.queued') : tOr(`phase.${job.phase}`, job.phase);
  return html`<div class="job" data-job=${job.id}>
    <div class="job-line">
      <strong class="job-phase">${phase}</strong>
      <span class="job-percent">${percent(job.percent / 100)}</span>
    </div>
    <${ProgressBar} percent=${job.percent} label=${t('job.label')} />
    <div class="job-line">
      <span class="job-remaining">${job.remainingSeconds == null ? t('job.unknown') : t('job.remaining', { duration: duration(job.remainingSeconds) })}</span>
      ${cancellable && html`<button type="button" class="button" ...${only('engineer', asked === job.id)} onClick=${cancel}>${t(asked === job.id ? 'job.cancelling' : 'job.cancel')}</button>`}
    </div>
    ${problem && html`<${ProblemNote} problem=${problem} />`}
  </div>`;
}
