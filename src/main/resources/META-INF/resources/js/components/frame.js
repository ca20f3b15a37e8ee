import { html, useEffect, useRef, useState } from '../lib.js';
import { t } from '../i18n.js';

async function decoded(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** Loads what one inspection shows: its size, whether the image can be shown, whether there is a heatmap. */
async function load(inspection) {
  const [image, heatmap] = await Promise.allSettled([
    decoded(inspection.image),
    inspection.heatmap ? decoded(inspection.heatmap) : Promise.reject(new Error('none')),
  ]);
  return {
    inspection,
    height: image.value?.naturalHeight ?? 3,
    width: image.value?.naturalWidth ?? 4,
    image: image.status === 'fulfilled' ? inspection.image : null,
    heatmap: heatmap.status === 'fulfilled' ? inspection.heatmap : null,
  };
}

/**
 * The newest inspection whose pictures are ready to be shown. While one loads, newer ones replace each other in the
 * waiting place: a slow panel skips frames, it never falls behind and never shows a verdict over another frame's image.
 */
export function useReady(inspection) {
  const [ready, setReady] = useState(null);
  const state = useRef({ wanted: null, busy: false, alive: true });
  state.current.wanted = inspection;
  useEffect(() => {
    state.current.alive = true;
    return () => {
      state.current.alive = false;
    };
  }, []);
  useEffect(() => {
    const run = state.current;
    if (run.busy || !inspection) {
      return;
    }
    run.busy = true;
    (async () => {
      let shown = null;
      while (run.alive && run.wanted && run.wanted !== shown) {
        shown = run.wanted;
        const next = await load(shown);
        if (run.alive) {
          setReady(next);
        }
      }
      run.busy = false;
    })();
  }, [inspection]);
  return ready;
}

/** The outlines of the model's regions, over a frame. */
export function ModelRegions({ regions }) {
  return html`<svg class="model-regions" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
    ${regions.flatMap(({ left, top, right, bottom }) => ['outline-under', 'outline'].map((line) => html`
      <rect class=${line} x=${left} y=${top} width=${right - left} height=${bottom - top} />`))}
  </svg>`;
}

/** A frame as large as its place allows, heatmap and the model's outlines over it. */
export function Frame({ ready, opacity, original, alt }) {
  const style = { '--frame-ratio': ready.width / ready.height };
  return html`<div class="frame-stage"><div class="frame" style=${style}>
    ${ready.image
      ? html`<img class="frame-image" src=${ready.image} alt=${alt} />`
      : html`<p class="frame-missing">${t('frame.missing')}<br />${ready.inspection.reason}</p>`}
    ${ready.heatmap && !original && html`<img class="frame-heatmap" src=${ready.heatmap} alt="" style=${{ opacity }} />`}
    ${ready.image && !original && html`<${ModelRegions} regions=${ready.inspection.regions ?? []} />`}
  </div></div>`;
}

/** How strongly the heatmap covers the frame. */
export function OpacitySlider({ value, onChange }) {
  return html`<label class="opacity"><span>${t('heatmap.opacity')}</span>
    <input type="range" min="0" max="1" step="0.05" value=${value} onInput=${(event) => onChange(Number(event.target.value))} />
  </label>`;
}
