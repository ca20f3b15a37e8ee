import { html, useEffect, useRef, useState } from '../lib.js';
import { api } from '../api.js';
import { dateTime, t } from '../i18n.js';
import { ProblemNote } from './common.js';
import { only } from '../session.js';

/** The missed defects that every candidate is held against, and taking one out with a reason. */
export function RegressionSet({ station, revision }) {
  const [frames, setFrames] = useState([]);
  const [problem, setProblem] = useState(null);
  const [removed, setRemoved] = useState(0);
  const why = useRef(null);
  useEffect(() => {
    let alive = true;
    api.regression(station).then(({ items }) => alive && setFrames(items.filter(({ active }) => active)), (failure) => alive && setProblem(failure));
    return () => {
      alive = false;
    };
  }, [station, revision, removed]);
  const remove = async (inspection) => {
    if (why.current.value.trim() === '') {
      why.current.focus();
      return;
    }
    setProblem(null);
    try {
      await api.removeRegression(station, inspection, { reason: why.current.value.trim() });
      setRemoved((before) => before + 1);
    } catch (failure) {
      setProblem(failure);
    }
  };
  return html`<section class="panel regression"><h2>${t('regression.title')}</h2>
    <p class="hint">${t(frames.length === 0 ? 'regression.empty' : 'regression.means', { count: frames.length })}</p>
    ${problem && html`<${ProblemNote} problem=${problem} />`}
    ${frames.length > 0 && html`
      <details><summary>${t('regression.show', { count: frames.length })}</summary>
        <div class="field"><label for="regression-why">${t('regression.reason')}</label><input id="regression-why" ref=${why} autocomplete="off" /></div>
        <ul class="nears">${frames.map((frame) => html`<li key=${frame.inspection} class="near">
          <a class="near-image" href=${frame.image} target="_blank" rel="noopener"><img src=${frame.image} alt=${t('frame.alt', { frame: frame.frameId })} loading="lazy" decoding="async" /></a>
          <p>${frame.frameId}</p><p class="hint">${frame.addedBy}, ${dateTime(frame.addedAt)}: ${frame.why}</p>
          <button type="button" class="button" ...${only('engineer')} onClick=${() => remove(frame.inspection)} aria-label=${`${t('regression.remove')} ${frame.frameId}`}>${t('regression.remove')}</button>
        </li>`)}</ul>
      </details>`}
  </section>`;
}
