import { html, useEffect, useRef, useState } from '../lib.js';
import { api } from '../api.js';
import { number, score, t } from '../i18n.js';
import { ProblemNote } from './common.js';
import { VerdictBadge } from './verdict.js';
import { only } from '../session.js';

/** Where a patch lies, over the picture of its frame. */
function PatchBox({ box }) {
  const style = `left:${100 * box.left}%;top:${100 * box.top}%;width:${100 * (box.right - box.left)}%;height:${100 * (box.bottom - box.top)}%`;
  return html`<span class="patch-box" style=${style} aria-hidden="true"></span>`;
}

function Near({ near, onStrike, onUndo, busy }) {
  const { place, struck } = near;
  return html`<li class="near" data-rank=${near.rank}>
    ${near.image
      ? html`<a class="near-image" href=${near.image} target="_blank" rel="noopener"><img src=${near.thumbnail} alt=${t('frame.alt', { frame: near.frameId })} loading="lazy" decoding="async" />${place && html`<${PatchBox} box=${place.box} />`}</a>`
      : html`<p class="hint">${t('why.gone')}</p>`}
    <p><b>${number(near.rank)}.</b> ${t('why.distance', { distance: score(near.distance) })}${near.own && html` <b>${t('why.own')}</b>`}</p>
    <p class="hint">${near.frameId}${place && `, ${place.pixels
      ? t('why.pixels', { left: place.pixels.left, top: place.pixels.top, width: place.pixels.width, height: place.pixels.height })
      : t('why.place', { row: place.row, column: place.column })}`}</p>
    ${struck
      ? html`<p class="struck">${t('why.struck', { who: struck.by, why: struck.reason })}</p>
        <button type="button" class="button" ...${only('operator', busy)} onClick=${() => onUndo(near)} aria-label=${`${t('why.undo')} ${near.rank}`}>${t('why.undo')}</button>`
      : place
        ? html`<button type="button" class="button" ...${only('operator', busy)} onClick=${() => onStrike(near)} aria-label=${`${t('why.strike')} ${near.rank}`}>${t('why.strike')}</button>`
        : html`<p class="hint">${t('why.noPlace')}</p>`}
  </li>`;
}

function Reasons({ inspection, region }) {
  const [answer, setAnswer] = useState({ reasons: null, problem: null });
  const [revision, setRevision] = useState(0);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState(null);
  const why = useRef(null);
  useEffect(() => {
    let alive = true;
    api.nearestPatches(inspection.id, region).then(
      (reasons) => alive && setAnswer({ reasons, problem: null }),
      (problem) => alive && setAnswer({ reasons: null, problem }));
    return () => {
      alive = false;
    };
  }, [inspection.id, revision, ...Object.values(region ?? {})]);
  const take = async (work) => {
    if (why.current.value.trim() === '') {
      why.current.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await work(why.current.value.trim());
      setRevision((before) => before + 1);
    } catch (problem) {
      setFailure(problem);
    } finally {
      setBusy(false);
    }
  };
  const strike = ({ frameHash, place }) => take((reason) => api.strikePatch(inspection.stationId, {
    frameHash, row: place.row, column: place.column, reason,
  }));
  const undo = ({ struck }) => take(() => api.undoStrike(inspection.stationId, struck.id));
  const { reasons, problem } = answer;
  if (problem) {
    return html`<${ProblemNote} problem=${problem} />`;
  }
  if (reasons === null) {
    return html`<p class="loading">${t('loading')}</p>`;
  }
  const { asked } = reasons;
  return html`
    <p>${t(`why.choice.${asked.choice}`, { score: score(asked.score), model: reasons.modelVersion })}</p>
    ${reasons.instead && html`<p class="hint">${reasons.instead}</p>`}
    <div class="near-asked"><span class="near-image"><img src=${inspection.image} alt=${t('frame.alt', { frame: inspection.frameId })} /><${PatchBox} box=${asked.place.box} /></span>
      <p><${VerdictBadge} verdict=${reasons.verdict} /> ${t('review.scoreOf', { score: score(reasons.score), threshold: score(reasons.threshold) })}</p></div>
    <div class="field"><label for="strike-why">${t('why.reason')}</label><input id="strike-why" ref=${why} autocomplete="off" /></div>
    <p class="hint">${t('why.means')}</p>
    ${failure && html`<${ProblemNote} problem=${failure} />`}
    <ol class="nears" aria-label=${t('why.list')}>${reasons.nearest.map((near) => html`<${Near} key=${near.rank} near=${near} busy=${busy} onStrike=${strike} onUndo=${undo} />`)}</ol>`;
}

/**
 * What a passed frame was passed for, and what to do when that was wrong: `onMissed` labels it as a missed defect. `region` is
 * where the person says that the defect is, or null.
 */
export function WhyPassed({ inspection, region, saving, onMissed }) {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [inspection.id]);
  if (inspection.score == null) {
    return null;
  }
  const passed = inspection.verdict === 'pass';
  const missed = passed && inspection.label?.verdict === 'defect';
  return html`<section class="why" aria-label=${t('why.title')}>
    ${missed && html`<p class="missed"><b>${t('why.missed')}</b> ${t('why.missed.means')}</p>`}
    <div class="why-buttons">
      ${passed && !missed && html`<button type="button" class="button mark-missed" ...${only('operator', saving)} onClick=${() => { setOpen(true); onMissed(); }}>${t('why.mark')} <kbd>m</kbd></button>`}
      <button type="button" class="button" aria-expanded=${open ? 'true' : 'false'} onClick=${() => setOpen(!open)}>${t(passed ? 'why.ask' : 'why.askOther')}</button>
    </div>
    ${open && html`<${Reasons} key=${inspection.id} inspection=${inspection} region=${region} />`}
  </section>`;
}
