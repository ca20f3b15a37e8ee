import { html, useEffect, useState } from '../lib.js';
import { announce } from '../announcer.js';
import { api } from '../api.js';
import { dateTime, number, parseDecimal, percent, score, t } from '../i18n.js';
import { ProblemNote } from './common.js';
import { VerdictBadge } from './verdict.js';
import { only } from '../session.js';

const ASK_AFTER_MS = 200;
const PAGE = 12;
const SLIDER_STEPS = 400;
const CHART = { height: 100, width: 480 };
const RULES = ['fixed', 'conformal', 'recall', 'best_f1'];

/** The last answer of a request that is made again whenever one of its inputs changes, the first time at once. */
function useAnswer(ask, inputs, delayMs = 0) {
  const [answer, setAnswer] = useState({ value: null, problem: null });
  useEffect(() => {
    let alive = true;
    const timer = setTimeout(() => {
      ask().then(
        (value) => alive && setAnswer({ value, problem: null }),
        (problem) => alive && setAnswer((before) => ({ ...before, problem })));
    }, answer.value === null ? 0 : delayMs);
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, inputs);
  return answer;
}

/** How the stored scores are spread, with both thresholds as lines. */
function Histogram({ histogram, threshold, review }) {
  const { low, width, bins } = histogram;
  const highest = Math.max(1, ...bins.map(({ unlabelled, normal, defective }) => unlabelled + normal + defective));
  const span = width * bins.length || 1;
  const x = (value) => Math.max(0, Math.min(CHART.width, (CHART.width * (value - low)) / span));
  const step = CHART.width / bins.length;
  // A square root keeps the few frames near the threshold visible beside the many far below it.
  const y = (count) => CHART.height * Math.sqrt(count / highest);
  const stack = (bin, i) => {
    const parts = [['defective', bin.defective + bin.normal + bin.unlabelled], ['normal', bin.normal + bin.unlabelled], ['unlabelled', bin.unlabelled]];
    return parts.filter(([, count]) => count > 0).map(([kind, count]) => html`
      <rect key=${kind} class=${`bin-${kind}`} x=${i * step} y=${CHART.height - y(count)} width=${step * 0.92} height=${y(count)} />`);
  };
  const line = (value, kind) => html`<line class=${`line-${kind}`} x1=${x(value)} x2=${x(value)} y1="0" y2=${CHART.height} />`;
  return html`<figure class="histogram">
    <svg viewBox=${`0 0 ${CHART.width} ${CHART.height}`} preserveAspectRatio="none" role="img"
      aria-label=${t('thresholds.histogram', { inspections: histogram.inspections, threshold: score(threshold) })}>
      ${bins.map(stack)}
      ${review !== null && line(review, 'review')}
      ${line(threshold, 'reject')}
    </svg>
    <div class="histogram-ends" aria-hidden="true"><span>${score(low)}</span><span>${score(low + span)}</span></div>
    <figcaption class="histogram-legend">
      ${['unlabelled', 'normal', 'defective'].map((kind) => html`<span key=${kind}><i class=${`swatch bin-${kind}`}></i>${t(`thresholds.${kind}`)}</span>`)}
      <span><i class="swatch swatch-line"></i>${t('thresholds.line.reject')}</span>
      ${review !== null && html`<span><i class="swatch swatch-line swatch-dashed"></i>${t('thresholds.line.review')}</span>`}
    </figcaption>
  </figure>`;
}

function Slider({ label, value, range, onChange }) {
  const step = (range.high - range.low) / SLIDER_STEPS || 0.01;
  return html`<label class="threshold-slider"><span>${label} <b>${score(value)}</b></span>
    <input type="range" min=${range.low} max=${range.high} step=${step} value=${value} aria-valuetext=${score(value)} onInput=${(event) => onChange(Number(event.target.value))} />
  </label>`;
}

/** "At 12.4 you would have rejected 7 of 1,300." and what labels say of it. */
function Sentence({ answer }) {
  const { was, would } = answer;
  return html`<div class="what-if" role="status">
    <p class="what-if-sentence">${t('thresholds.sentence', {
      threshold: score(answer.threshold), rejected: would.reject, inspections: answer.inspections, was: was.reject })}</p>
    ${answer.reviewThreshold !== null && html`<p>${t('thresholds.checked', { check: would.check, was: was.check })}</p>`}
    <p class="hint">${would.labelled === 0
      ? t('thresholds.noLabels')
      : t('thresholds.againstLabels', { labels: would.labelled, falseRejects: would.falseRejects, falseWas: was.falseRejects, missed: would.missedDefects, missedWas: was.missedDefects })}</p>
  </div>`;
}

/** The frames whose verdict would be another one, a page at a time. */
function ChangedFrames({ answer, onMore }) {
  const { items, next } = answer.changes;
  return html`<section class="changed-frames" aria-label=${t('thresholds.changed', { count: answer.changed })}>
    <h3>${t('thresholds.changed', { count: answer.changed })}</h3>
    <ol class="changed-list">${items.map((item) => html`<li key=${item.id}><a href=${item.image} target="_blank" rel="noopener">
      <img src=${item.image} alt="" loading="lazy" decoding="async" />
      <span class="changed-facts"><b>${score(item.score)}</b> <span class="changed-verdicts"><${VerdictBadge} verdict=${item.was} /> → <${VerdictBadge} verdict=${item.would} /></span>
        ${item.label && html`<span>${t('review.labelled')} ${t(`label.${item.label}`)}</span>`}</span>
    </a></li>`)}</ol>
    ${next !== null && html`<button type="button" class="button" onClick=${onMore}>${t('thresholds.more')}</button>`}
  </section>`;
}

/** How the threshold is found: a person's choice, a stated rate, or labels. */
function RuleChoice({ draft, onChange, onCompute, busy }) {
  const value = draft.rule === 'conformal' ? draft.rate : draft.recall;
  const number100 = parseDecimal(value);
  const asksForShare = draft.rule === 'conformal' || draft.rule === 'recall';
  const valid = !asksForShare || (number100 > 0 && number100 <= 100);
  const setValue = (text) => onChange(draft.rule === 'conformal' ? { rate: text } : { recall: text });
  return html`<form class="threshold-rule" onSubmit=${(event) => { event.preventDefault(); if (valid) { onCompute(); } }}>
    <div class="field"><label for="threshold-rule">${t('thresholds.rule')}</label>
      <select id="threshold-rule" value=${draft.rule} onChange=${(event) => onChange({ rule: event.target.value })}>
        ${RULES.map((rule) => html`<option key=${rule} value=${rule}>${t(`thresholds.rule.${rule}`)}</option>`)}
      </select></div>
    ${asksForShare && html`<div class="field"><label for="threshold-share">${t(`thresholds.share.${draft.rule}`)}</label>
      <input id="threshold-share" inputmode="decimal" value=${value} aria-invalid=${!valid} onInput=${(event) => setValue(event.target.value)} /></div>`}
    ${draft.rule === 'conformal' && html`<label class="switch"><input type="checkbox" checked=${draft.withConfirmed} onChange=${(event) => onChange({ withConfirmed: event.target.checked })} /><span>${t('thresholds.withConfirmed')}</span></label>`}
    ${draft.rule !== 'fixed' && html`<button type="submit" class="button" disabled=${!valid || busy}>${t('thresholds.compute')}</button>`}
  </form>`;
}

function rejectRule(draft) {
  switch (draft.rule) {
    case 'conformal': return { rule: 'conformal', falseRejectRate: parseDecimal(draft.rate) / 100, withConfirmed: draft.withConfirmed };
    case 'recall': return { rule: 'recall', recall: parseDecimal(draft.recall) / 100 };
    case 'best_f1': return { rule: 'best_f1' };
    default: return { rule: 'fixed', threshold: draft.threshold };
  }
}

function policyOf(draft) {
  return { reject: rejectRule(draft), review: draft.review === null ? null : { rule: 'fixed', threshold: draft.review } };
}

function draftOf({ policy, thresholds }) {
  const { reject } = policy;
  return {
    rule: reject.rule,
    rate: number((reject.falseRejectRate ?? 0.01) * 100, 2).replace(/[.,]?0+$/, ''),
    recall: number((reject.recall ?? 0.95) * 100, 1).replace(/[.,]0$/, ''),
    withConfirmed: reject.withConfirmed ?? false,
    threshold: thresholds.reject.value,
    review: thresholds.review?.value ?? null,
    explanation: thresholds.reject.explanation,
  };
}

function ruleText({ rule, falseRejectRate, recall }) {
  const share = falseRejectRate ?? recall;
  return share === undefined ? t(`thresholds.rule.${rule}`) : `${t(`thresholds.rule.${rule}`)} ${percent(share, 1)}`;
}

function linesText(lines) {
  return lines.review === null ? score(lines.reject.value) : `${score(lines.review.value)} – ${score(lines.reject.value)}`;
}

function History({ items, onUndo, busy }) {
  const undoable = items.filter(({ action }) => action === 'set').length > items.filter(({ action }) => action === 'undo').length;
  return html`<section class="threshold-history">
    <h3>${t('thresholds.history')}</h3>
    <ol>${items.map((change) => html`<li key=${change.sequence}>
      <span>${dateTime(change.at)} · ${change.by} · ${t(`thresholds.action.${change.action}`)} (${change.after.modelVersion})</span>
      <b>${change.before && `${linesText(change.before)} → `}${linesText(change.after)}</b>
      <span class="hint">${ruleText(change.policy.reject)}</span>
    </li>`)}</ol>
    <button type="button" class="button" ...${only('engineer', !undoable || busy)} onClick=${onUndo}>${t('thresholds.undo')}</button>
  </section>`;
}

/** Asks before something takes effect on the line. */
function Confirm({ text, onYes, onNo, busy }) {
  return html`<div class="confirm" role="group" aria-label=${text}><p>${text}</p>
    <button type="button" class="button button-primary" disabled=${busy} onClick=${onYes}>${t('thresholds.confirm')}</button>
    <button type="button" class="button" onClick=${onNo}>${t('thresholds.cancel')}</button></div>`;
}

function Editor({ station, state, histogram, history, onChanged }) {
  const [draft, setDraft] = useState(draftOf(state));
  const [asked, setAsked] = useState(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const [limit, setLimit] = useState(PAGE);
  const question = { threshold: draft.threshold, reviewThreshold: draft.review, window: histogram.inspections || 1, limit };
  const whatIf = useAnswer(() => api.whatIf(station, question), [station, draft.threshold, draft.review, limit, state.thresholds.reject.value], ASK_AFTER_MS);
  const range = { low: histogram.low, high: Math.max(histogram.low + histogram.width * histogram.bins.length, state.thresholds.reject.value, draft.threshold) };
  const change = (part) => { setAsked(null); setDraft({ ...draft, ...part }); };
  const attempt = async (work) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
      setAsked(null);
    }
  };
  const compute = () => attempt(async () => {
    const lines = await api.previewThresholds(station, policyOf({ ...draft, review: null }));
    const review = draft.review !== null && draft.review < lines.reject.value ? draft.review : null;
    setDraft({ ...draft, threshold: lines.reject.value, review, explanation: lines.reject.explanation });
  });
  const apply = () => attempt(async () => {
    const done = await api.setThresholds(station, policyOf(draft));
    announce(t('thresholds.applied', { threshold: score(done.after.reject.value) }));
    onChanged();
  });
  const undo = () => attempt(async () => {
    await api.undoThresholds(station);
    onChanged();
  });
  const slide = (threshold) => change({
    rule: 'fixed', threshold, explanation: t('thresholds.chosen'), review: draft.review === null ? null : Math.min(draft.review, threshold - range.high / SLIDER_STEPS) });
  return html`
    <${Histogram} histogram=${histogram} threshold=${draft.threshold} review=${draft.review} />
    <${Slider} label=${t('thresholds.try')} value=${draft.threshold} range=${range} onChange=${slide} />
    <label class="switch"><input type="checkbox" checked=${draft.review !== null} onChange=${(event) => change({ review: event.target.checked ? draft.threshold * 0.9 : null })} /><span>${t('thresholds.greyBand')}</span></label>
    ${draft.review !== null && html`<${Slider} label=${t('thresholds.tryReview')} value=${draft.review} range=${range} onChange=${(review) => change({ review: Math.min(review, draft.threshold - range.high / SLIDER_STEPS) })} />`}
    <${RuleChoice} draft=${draft} onChange=${change} onCompute=${compute} busy=${busy} />
    <p class="hint">${draft.explanation}</p>
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    ${whatIf.problem && html`<${ProblemNote} problem=${whatIf.problem} />`}
    ${whatIf.value && html`<${Sentence} answer=${whatIf.value} />`}
    ${asked === 'apply'
      ? html`<${Confirm} text=${t('thresholds.ask', { threshold: score(draft.threshold) })} busy=${busy} onYes=${apply} onNo=${() => setAsked(null)} />`
      : asked === 'undo'
        ? html`<${Confirm} text=${t('thresholds.askUndo')} busy=${busy} onYes=${undo} onNo=${() => setAsked(null)} />`
        : html`<button type="button" class="button button-primary threshold-apply" ...${only('engineer', busy)} onClick=${() => setAsked('apply')}>${t('thresholds.apply')}</button>`}
    ${whatIf.value && whatIf.value.changed > 0 && html`<${ChangedFrames} answer=${whatIf.value} onMore=${() => setLimit(limit + PAGE)} />`}
    <${History} items=${history} onUndo=${() => setAsked('undo')} busy=${busy} />`;
}

/** The thresholds in force, what others would have decided, and changing them. */
export function Thresholds({ station, window }) {
  const [revision, setRevision] = useState(0);
  const inForce = `${station.model?.version} ${station.threshold} ${station.reviewThreshold}`;
  const inputs = [station.id, inForce, revision, window];
  const { value, problem } = useAnswer(
    () => Promise.all([api.thresholds(station.id), api.scores(station.id, window), api.thresholdHistory(station.id)]), inputs);
  if (value === null) {
    return problem ? html`<${ProblemNote} problem=${problem} />` : html`<p class="loading">${t('loading')}</p>`;
  }
  const [state, histogram, history] = value;
  const key = `${state.thresholds.modelVersion} ${linesText(state.thresholds)} ${state.lastChange?.sequence}`;
  return html`<section class="panel thresholds" aria-labelledby="thresholds-title">
    <h2 id="thresholds-title">${t('thresholds.title')}</h2>
    <p>${t('thresholds.inForce', { threshold: score(state.thresholds.reject.value), model: state.thresholds.modelVersion })}
      ${' '}${state.thresholds.review && t('thresholds.inForce.review', { threshold: score(state.thresholds.review.value) })}</p>
    <p class="hint">${ruleText(state.policy.reject)}: ${state.thresholds.reject.explanation}</p>
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    <${Editor} key=${key} station=${station.id} state=${state} histogram=${histogram} history=${history.items} onChanged=${() => setRevision(revision + 1)} />
  </section>`;
}
