import { html, useEffect, useRef, useState } from '../lib.js';
import { api } from '../api.js';
import { number, t, tOr } from '../i18n.js';
import { kindOf } from '../regions.js';
import { DEFECT_TYPES } from '../vocabulary.js';

/** Drawing tools, each with its key. */
export const TOOLS = [['box', 'b'], ['polygon', 'p'], ['brush', 'r'], ['eraser', 'e'], ['move', 'v']];

/** Diameter of brush and eraser as a share of the image's longer side. */
export const BRUSH = { least: 0.004, most: 0.12, usual: 0.02, step: 1.3 };

/** So many defect types have a number key. */
export const TYPE_KEYS = 9;

const ICONS = {
  box: html`<path d="M5 7h14v10H5z" />`,
  polygon: html`<path d="M12 4 20 10 16 20H7L4 10z" />`,
  brush: html`<path d="M4 20c4 1 7-1 7-4l-3-3c-3 0-3 4-4 7zM11 16 20 5l-2-1L8 13" />`,
  eraser: html`<path d="m9 19-5-5L14 4l6 6-9 9zM20 19H9M8 10l6 6" />`,
  move: html`<path d="M12 3v18M3 12h18M9 6l3-3 3 3M9 18l3 3 3-3M6 9l-3 3 3 3M18 9l3 3-3 3" />`,
};

/** The defect types of a station: those it used, the last one first, then the usual ones; new ones join at the end. */
export function useDefectTypes(station) {
  const [types, setTypes] = useState(DEFECT_TYPES);
  useEffect(() => {
    let alive = true;
    api.defectTypes(station).then(
      ({ items }) => alive && setTypes([...items, ...DEFECT_TYPES.filter((type) => !items.includes(type))]),
      () => {
        // The usual ones do until the service answers again.
      });
    return () => {
      alive = false;
    };
  }, [station]);
  const add = (type) => setTypes((known) => (known.includes(type) ? known : [...known, type]));
  return [types, add];
}

/** Tools, size of the brush, zoom. */
export function MarkTools({ tool, onTool, brushSize, onBrushSize, scale, editing }) {
  const painting = tool === 'brush' || tool === 'eraser';
  return html`<div class="mark-tools">
    <div class="tool-buttons" role="group" aria-label=${t('tool.group')}>
      ${TOOLS.map(([name, key]) => html`<button key=${name} type="button" class="tool" title=${t(`tool.${name}`)} aria-pressed=${tool === name} onClick=${() => onTool(name)}>
        <svg viewBox="0 0 24 24" aria-hidden="true">${ICONS[name]}</svg><span class="visually-hidden">${t(`tool.${name}`)}</span> <kbd>${key}</kbd></button>`)}
    </div>
    ${painting && html`<label class="brush-size"><span>${t('tool.size')}</span>
      <input type="range" min=${Math.log(BRUSH.least)} max=${Math.log(BRUSH.most)} step="0.05" value=${Math.log(brushSize)} onInput=${(event) => onBrushSize(Math.exp(Number(event.target.value)))} /></label>`}
    <div class="tool-buttons zoom-buttons" role="group" aria-label=${t('tool.zoom')}>
      <button type="button" class="tool" disabled=${!editing || scale <= 1} onClick=${() => editing.zoom.by(-1)}><span class="visually-hidden">${t('tool.zoomOut')}</span> <kbd>−</kbd></button>
      <button type="button" class="tool tool-scale" disabled=${!editing || scale <= 1} title=${t('tool.zoomAll')} onClick=${() => editing.zoom.reset()}>${number(100 * scale)} %</button>
      <button type="button" class="tool" disabled=${!editing} onClick=${() => editing.zoom.by(1)}><span class="visually-hidden">${t('tool.zoomIn')}</span> <kbd>+</kbd></button>
    </div>
  </div>`;
}

function RegionList({ regions, chosen, editing }) {
  return html`<ol class="region-list" aria-label=${t('review.regions.list')}>
    ${regions.map((region, i) => {
      const kind = t(`region.${kindOf(region)}`);
      const type = region.defectType ? tOr(`defect.${region.defectType}`, region.defectType) : '';
      return html`<li key=${i}>
        <button type="button" class="chip" aria-pressed=${chosen === i} onClick=${() => (chosen === i ? editing?.deselect() : editing?.select(i))}>${i + 1}. ${kind}${type && ` · ${type}`}</button>
        <button type="button" class="chip region-delete" onClick=${() => editing?.remove(i)} aria-label=${t('region.delete', { number: i + 1 })}>✕</button>
      </li>`;
    })}
  </ol>`;
}

function DefectTypes({ types, chosenType, forRegion, onChoose }) {
  const own = useRef(null);
  const submit = (event) => {
    event.preventDefault();
    const type = own.current.value.trim();
    if (type !== '') {
      onChoose(type);
      own.current.value = '';
      own.current.blur();
    }
  };
  const letGo = (event) => event.key === 'Escape' && own.current.blur();
  return html`<fieldset class="defect-types">
    <legend>${forRegion >= 0 ? t('review.type.region', { number: forRegion + 1 }) : t('review.type')}</legend>
    ${types.slice(0, Math.max(TYPE_KEYS, DEFECT_TYPES.length)).map((type, i) => html`<button key=${type} type="button" class="chip" aria-pressed=${chosenType === type} onClick=${() => onChoose(type)}>
      ${tOr(`defect.${type}`, type)}${i < TYPE_KEYS && html` <kbd>${i + 1}</kbd>`}</button>`)}
    ${chosenType && !types.slice(0, TYPE_KEYS).includes(chosenType) && html`<button type="button" class="chip" aria-pressed="true" onClick=${() => onChoose(chosenType)}>${chosenType}</button>`}
    <form class="own-type" onSubmit=${submit}>
      <label for="own-type">${t('review.type.own')} <kbd>t</kbd></label>
      <input id="own-type" ref=${own} maxlength="64" autocomplete="off" list="known-types" onKeyDown=${letGo} />
      <datalist id="known-types">${types.map((type) => html`<option key=${type} value=${type}>${tOr(`defect.${type}`, type)}</option>`)}</datalist>
      <button type="submit" class="button">${t('review.type.use')}</button>
    </form>
  </fieldset>`;
}

/** What is marked in the open frame, and what kind of defect it is. */
export function Marks({ inspection, draft, chosen, editing, types, onType, onAccept, onBox }) {
  const count = inspection.regions?.length ?? 0;
  const region = draft.regions[chosen];
  return html`<section class="mark">
    <h2>${t('review.regions', { count: draft.regions.length })}</h2>
    <div class="mark-buttons">
      <button type="button" class="button" disabled=${count === 0} onClick=${onAccept}>${t('review.accept', { count })} <kbd>a</kbd></button>
      <button type="button" class="button" disabled=${!editing} onClick=${onBox}>${t('review.box')} <kbd>b</kbd></button>
      <button type="button" class="button" disabled=${!editing || draft.regions.length === 0} onClick=${() => editing.remove()}>${t('review.delete')} <kbd>⌫</kbd></button>
    </div>
    ${draft.regions.length > 0 ? html`<${RegionList} regions=${draft.regions} chosen=${chosen} editing=${editing} />` : html`<p class="hint">${t('review.draw')}</p>`}
    <${DefectTypes} types=${types} chosenType=${region ? region.defectType ?? null : draft.defectType} forRegion=${region ? chosen : -1} onChoose=${onType} />
  </section>`;
}
