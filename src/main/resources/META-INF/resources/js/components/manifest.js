import { html } from '../lib.js';
import { api } from '../api.js';
import { bytes, dateTime, number, percent, score, t, tOr } from '../i18n.js';
import { useAnswer } from './answer.js';
import { BackboneReport } from './backbone-report.js';
import { ProblemNote } from './common.js';
import { VerdictBadge } from './verdict.js';

function Facts({ title, means, facts }) {
  return html`<section class="manifest-part"><h3>${title}</h3>
    ${means && html`<p class="hint">${means}</p>`}
    <dl class="details manifest-facts">${facts.filter(([, text]) => text != null).map(([key, text]) => html`<div key=${key}><dt>${t(key)}</dt><dd>${text}</dd></div>`)}</dl>
  </section>`;
}

function Hash({ hex }) {
  return html`<code class="hash">${hex}</code>`;
}

function parity(at, { frames, largestScoreDifference, flips }) {
  return t('models.parity', { when: at, frames, difference: number(largestScoreDifference, 6), flips });
}

function Files({ files }) {
  return html`<section class="manifest-part"><h3>${t('models.manifest.files')}</h3><p class="hint">${t('models.manifest.files.means')}</p>
    <ul class="manifest-files">${Object.entries(files).sort().map(([name, { sha256, bytes: size }]) => html`<li key=${name}><b>${name}</b> <span class="hint">${bytes(size)}</span> <${Hash} hex=${sha256} /></li>`)}</ul>
  </section>`;
}

function Golden({ golden, threshold, checked }) {
  const facts = [
    ['models.manifest.tolerance', percent(golden.tolerance, 1)],
    ['models.manifest.parity', parity(t('models.when.fit'), golden.check)],
    ['models.manifest.checked', checked && parity(`${tOr(`models.when.${checked.when}`, checked.when)}, ${dateTime(checked.at)}`, checked)],
  ];
  return html`<${Facts} title=${t('models.manifest.proof')} means=${t('models.manifest.proof.means')} facts=${facts} />
    ${golden.frames?.length > 0 && html`<ul class="manifest-golden">${golden.frames.map((frame) => html`<li key=${frame.file}>
      <${VerdictBadge} verdict=${frame.rejected ? 'reject' : 'pass'} /> <span>${t('models.manifest.golden', { frame: frame.frame?.value ?? frame.frame, score: score(frame.score), threshold: score(threshold) })}</span></li>`)}</ul>`}`;
}

function Parts({ detail }) {
  const { artefact } = detail;
  const { calibration, environment, golden } = artefact;
  return html`
    <${Facts} title=${t('models.manifest.made')} facts=${[
      ['models.manifest.created', dateTime(detail.createdAt)],
      ['training.model.pool', t('training.model.frames', { frames: detail.poolFrames, dropped: detail.droppedFrames })],
      ['training.model.strategy', `${tOr(`strategy.${detail.strategy}`, detail.strategy)}: ${tOr(`strategy.${detail.strategy}.means`, '')}`],
      ['models.manifest.ratio', percent(detail.ratio, 1)],
      ['training.model.seed', `${detail.seed}. ${t('models.manifest.seed.means')}`],
      ['training.model.detector', detail.detector],
      ['training.model.index', detail.index],
      ['training.model.backbone', detail.backbone],
    ]} />
    <${Facts} title=${t('models.manifest.decides')} means=${t('models.manifest.decides.means')} facts=${[
      ['training.model.threshold', t('models.manifest.rejects', { threshold: score(detail.threshold) })],
      ['models.manifest.region', artefact.model?.regionThreshold != null ? t('models.manifest.region.means', { threshold: score(artefact.model.regionThreshold) }) : null],
      ['models.manifest.calibration', t('models.manifest.calibrated', { method: calibration.method, frames: calibration.frames })],
      ['models.manifest.rate', calibration.falseRejectRate != null ? t('models.manifest.rate.means', { rate: percent(calibration.falseRejectRate, 1) }) : null],
    ]} />
    ${artefact.backboneReport && html`<${BackboneReport} report=${artefact.backboneReport} />`}
    <${Golden} golden=${golden} threshold=${detail.threshold} checked=${detail.checked} />
    <${Facts} title=${t('models.manifest.hashes')} means=${t('models.manifest.hashes.means')} facts=${[
      ['training.model.backbone', html`<${Hash} hex=${artefact.backboneSha256} />`],
      ['models.manifest.pool', html`<${Hash} hex=${artefact.poolSha256} />`],
      ['models.manifest.ledger', html`<${Hash} hex=${artefact.ledgerSha256} />`],
      ['models.manifest.recipe', artefact.model?.recipe ? html`<${Hash} hex=${artefact.model.recipe} />` : null],
    ]} />
    <${Files} files=${artefact.files} />
    <${Facts} title=${t('models.manifest.environment')} facts=${[
      ['models.manifest.system', `${environment.operatingSystem}, ${environment.architecture}`],
      ['models.manifest.java', environment.java],
      ['models.manifest.libraries', html`<ul class="manifest-libraries">${Object.entries(environment.libraries).sort().map(([name, at]) => html`<li key=${name}><b>${name}</b> ${at}</li>`)}</ul>`],
      ['models.manifest.format', artefact.format == null ? null : String(artefact.format)],
    ]} />
    <details><summary>${t('models.manifest.raw')}</summary><pre class="manifest-raw" tabindex="0">${JSON.stringify(artefact, null, 2)}</pre></details>`;
}

/** All that a version's manifest says, in words; hashes whole, so that they can be compared with those of other machines. */
export function Manifest({ station, version }) {
  const { value: detail, problem } = useAnswer(() => api.model(station, version), [station, version]);
  if (problem) {
    return html`<${ProblemNote} problem=${problem} />`;
  }
  if (detail === null) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  return html`<div class="manifest">${detail.artefact === null ? html`<p class="hint">${t('models.noFiles')}</p>` : html`<${Parts} detail=${detail} />`}</div>`;
}
