import { createImageAnnotator, html, useEffect, useLayoutEffect, useRef } from '../lib.js';
import { ModelRegions } from './frame.js';

const NEW_BOX_SHARE = 0.2;
const STEP_SHARE = 0.02;
const clamp = (value) => Math.min(1, Math.max(0, value));

function toAnnotation({ left, top, right, bottom }, { naturalWidth: width, naturalHeight: height }) {
  const id = `region-${Math.random().toString(36).slice(2)}`;
  const bounds = { minX: left * width, minY: top * height, maxX: right * width, maxY: bottom * height };
  const geometry = { x: bounds.minX, y: bounds.minY, w: bounds.maxX - bounds.minX, h: bounds.maxY - bounds.minY, rot: 0, bounds };
  return { id, bodies: [], target: { annotation: id, selector: { type: 'RECTANGLE', geometry } } };
}

/** The upright box around what was drawn, in 0..1 of the image: labels have no turned boxes. */
function toRegion({ target }, { naturalWidth: width, naturalHeight: height }) {
  const { minX, minY, maxX, maxY } = target.selector.geometry.bounds;
  return { left: clamp(minX / width), top: clamp(minY / height), right: clamp(maxX / width), bottom: clamp(maxY / height) };
}

function moved(region, dx, dy) {
  const x = Math.min(1 - region.right, Math.max(-region.left, dx));
  const y = Math.min(1 - region.bottom, Math.max(-region.top, dy));
  return { left: region.left + x, top: region.top + y, right: region.right + x, bottom: region.bottom + y };
}

function resized(region, dx, dy) {
  return {
    ...region,
    right: clamp(Math.max(region.left + STEP_SHARE, region.right + dx)),
    bottom: clamp(Math.max(region.top + STEP_SHARE, region.bottom + dy)),
  };
}

/** What the page may ask of an editor; all of it works without a pointer. */
class Editing {
  #annotator;
  #image;

  constructor(annotator, image) {
    this.#annotator = annotator;
    this.#image = image;
  }

  regions() {
    return this.#annotator.getAnnotations().map((annotation) => toRegion(annotation, this.#image));
  }

  add(regions) {
    const known = new Set(this.regions().map((region) => JSON.stringify(region)));
    const annotations = regions.map((region) => toAnnotation(region, this.#image));
    annotations
      .filter((annotation) => !known.has(JSON.stringify(toRegion(annotation, this.#image))))
      .forEach((annotation) => this.#annotator.addAnnotation(annotation));
  }

  /** A box in the middle, chosen, to be moved and sized with the arrow keys. */
  addInMiddle() {
    const least = 0.5 - NEW_BOX_SHARE / 2;
    const most = 0.5 + NEW_BOX_SHARE / 2;
    const annotation = toAnnotation({ left: least, top: least, right: most, bottom: most }, this.#image);
    this.#annotator.addAnnotation(annotation);
    this.#annotator.setSelected(annotation.id);
  }

  /** Takes away the chosen region, or the last one; false where there is none. */
  remove() {
    const doomed = this.#selected() ?? this.#annotator.getAnnotations().at(-1);
    if (!doomed) {
      return false;
    }
    this.#annotator.removeAnnotation(doomed.id);
    return true;
  }

  deselect() {
    const chosen = this.#selected() !== null;
    this.#annotator.cancelSelected();
    return chosen;
  }

  /** Moves (or sizes) the chosen region by so many steps; false where none is chosen. */
  nudge(stepsRight, stepsDown, size) {
    const annotation = this.#selected();
    if (annotation === null) {
      return false;
    }
    const region = toRegion(annotation, this.#image);
    const changed = (size ? resized : moved)(region, stepsRight * STEP_SHARE, stepsDown * STEP_SHARE);
    const { target } = toAnnotation(changed, this.#image);
    this.#annotator.updateAnnotation({ ...annotation, target: { ...target, annotation: annotation.id } });
    this.#annotator.setSelected(annotation.id);
    return true;
  }

  #selected() {
    return this.#annotator.getSelected()[0] ?? null;
  }
}

function attach(image, regions, onRegions) {
  const annotator = createImageAnnotator(image, { drawingEnabled: true, drawingMode: 'drag', theme: 'light' });
  const editing = new Editing(annotator, image);
  editing.add(regions);
  // Drawing the next box must not need a tap to let go of the last one.
  annotator.on('createAnnotation', () => annotator.cancelSelected());
  annotator.state.store.observe(() => onRegions(editing.regions()));
  // A stroke that leaves the image ends when the pointer is lifted, wherever that is.
  const layer = annotator.element.querySelector('.a9s-annotationlayer');
  layer.addEventListener('pointerdown', (event) => layer.setPointerCapture(event.pointerId));
  return { annotator, editing, layer };
}

/**
 * One frame, large, with heatmap, the model's outlines and the operator's boxes. Annotorious draws and edits the boxes
 * (mouse, pen, touch); `onReady` gets an Editing for the keys and buttons of the page, or null when it is gone.
 * Give it the inspection's id as key: it belongs to one frame.
 */
export function RegionEditor({ inspection, regions, opacity, original, label, onRegions, onReady, onMissing }) {
  const place = useRef(null);
  const report = useRef(onRegions);
  report.current = onRegions;
  useEffect(() => {
    const frame = place.current;
    const image = frame.querySelector('.frame-image');
    let annotator = null;
    let alive = true;
    image.decode().then(() => {
      if (!alive) {
        return;
      }
      frame.style.setProperty('--frame-ratio', image.naturalWidth / image.naturalHeight);
      const attached = attach(image, regions, (now) => report.current(now));
      annotator = attached.annotator;
      attached.layer.setAttribute('aria-label', label);
      onReady(attached.editing);
    }, () => alive && onMissing());
    return () => {
      alive = false;
      onReady(null);
      annotator?.destroy();
    };
  }, []);

  // Annotorious wraps the image in an element of its own: the image is put there by hand, out of Preact's sight.
  const holder = useRef(null);
  useLayoutEffect(() => {
    const image = document.createElement('img');
    image.className = 'frame-image';
    image.alt = label;
    image.src = inspection.image;
    holder.current.replaceChildren(image);
  }, []);

  return html`<div class="frame-stage"><div class="frame frame-editable" ref=${place}>
    <div class="frame-holder" ref=${holder}></div>
    ${inspection.heatmap && !original && html`<img class="frame-heatmap" src=${inspection.heatmap} alt="" style=${{ opacity }} />`}
    ${!original && html`<${ModelRegions} regions=${inspection.regions ?? []} />`}
  </div></div>`;
}
