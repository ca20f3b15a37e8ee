import { createImageAnnotator, html, useEffect, useLayoutEffect, useRef } from '../lib.js';
import { isOutline, moved, placeOf, resized, toAnnotation, toRegion } from '../regions.js';
import { BrushLayer } from './brush-layer.js';
import { ModelRegions } from './frame.js';
import { Zoom } from './zoom.js';

const NEW_BOX_SHARE = 0.2;
const STEP_SHARE = 0.02;

/**
 * What the page may ask of an editor; all but polygon and brush work without a pointer. Boxes and polygons live in Annotorious,
 * what was painted in the brush layer; `#ids` holds all of them in the order in which they were added.
 */
class Editing {
  #annotator;
  #image;
  #brush;
  #report;
  #ids = [];
  /** Id to region, of those that Annotorious does not know. */
  #painted = new Map();
  #chosenPainted = null;
  #next = 1;
  #quiet = false;
  zoom = null;

  constructor(annotator, image, brush, report) {
    this.#annotator = annotator;
    this.#image = image;
    this.#brush = brush;
    this.#report = report;
    annotator.state.store.observe(() => this.#tell());
    annotator.on('selectionChanged', () => this.#tell());
  }

  #entries() {
    const drawn = new Map(this.#annotator.getAnnotations().map((annotation) => [annotation.id, toRegion(annotation, this.#image)]));
    drawn.forEach((region, id) => region === null || this.#ids.includes(id) || this.#ids.push(id));
    this.#ids = this.#ids.filter((id) => drawn.get(id) || this.#painted.has(id));
    return this.#ids.map((id) => [id, drawn.get(id) ?? this.#painted.get(id)]);
  }

  regions() {
    return this.#entries().map(([, region]) => region);
  }

  #tell() {
    if (!this.#quiet) {
      const entries = this.#entries();
      const chosen = this.#selected();
      this.#brush.show([...this.#painted.values()], this.#painted.get(chosen) ?? null);
      this.#report(entries.map(([, region]) => region), entries.findIndex(([id]) => id === chosen));
    }
  }

  #quietly(work) {
    this.#quiet = true;
    try {
      work();
    } finally {
      this.#quiet = false;
    }
    this.#tell();
  }

  #put(region) {
    const id = `region-${this.#next++}`;
    this.#ids.push(id);
    if (isOutline(region)) {
      this.#annotator.addAnnotation(toAnnotation(region, id, this.#image));
    } else {
      this.#painted.set(id, region);
    }
    return id;
  }

  /** Adds those that are not marked yet. */
  add(regions) {
    const known = new Set(this.regions().map(placeOf));
    const measure = (region) => (isOutline(region) ? toRegion(toAnnotation(region, '', this.#image), this.#image) : region);
    this.#quietly(() => regions.filter((region) => !known.has(placeOf(measure(region)))).forEach((region) => this.#put(region)));
  }

  /** Exactly these from now on. */
  replace(regions) {
    const kept = new Set(regions);
    this.#quietly(() => {
      const present = this.#entries();
      const places = new Map(present.map(([id, region]) => [placeOf(region), id]));
      const wanted = new Set([...kept].map(placeOf));
      present.filter(([, region]) => !wanted.has(placeOf(region))).forEach(([id]) => this.#drop(id));
      regions.filter((region) => !places.has(placeOf(region))).forEach((region) => this.#put(region));
    });
  }

  #drop(id) {
    if (!this.#painted.delete(id)) {
      this.#annotator.removeAnnotation(id);
    }
    this.#ids = this.#ids.filter((other) => other !== id);
    this.#chosenPainted = this.#chosenPainted === id ? null : this.#chosenPainted;
  }

  /** A box in the middle, chosen, to be moved and sized with the arrow keys. */
  addInMiddle() {
    const least = 0.5 - NEW_BOX_SHARE / 2;
    const most = 0.5 + NEW_BOX_SHARE / 2;
    this.#choose(this.#put({ left: least, top: least, right: most, bottom: most }));
  }

  #choose(id) {
    this.#chosenPainted = this.#painted.has(id) ? id : null;
    if (this.#chosenPainted === null) {
      this.#annotator.setSelected(id);
    } else {
      this.#annotator.cancelSelected();
    }
    this.#tell();
  }

  /** Chooses the region with that number. */
  select(index) {
    this.#choose(this.#ids[index]);
  }

  /** Takes away the region with that number, or the chosen one, or the last one; false where there is none. */
  remove(index) {
    const doomed = index === undefined ? this.#selected() ?? this.#ids.at(-1) : this.#ids[index];
    if (!doomed) {
      return false;
    }
    this.#quietly(() => this.#drop(doomed));
    return true;
  }

  deselect() {
    const chosen = this.#selected() !== null;
    this.#chosenPainted = null;
    this.#annotator.cancelDrawing();
    this.#annotator.cancelSelected();
    this.#tell();
    return chosen;
  }

  /** Says what lies in the chosen region; false where none is chosen. */
  setType(defectType) {
    const id = this.#selected();
    if (id === null) {
      return false;
    }
    if (this.#painted.has(id)) {
      this.#painted.set(id, { ...this.#painted.get(id), defectType });
      this.#tell();
    } else {
      const annotation = this.#annotator.getAnnotationById(id);
      this.#annotator.updateAnnotation({ ...annotation, properties: { ...annotation.properties, defectType } });
      this.#annotator.setSelected(id);
    }
    return true;
  }

  /** Moves (or sizes) the chosen box or polygon by so many steps; false where none is chosen. */
  nudge(stepsRight, stepsDown, size) {
    const id = this.#selected();
    if (id === null || this.#painted.has(id)) {
      return false;
    }
    const annotation = this.#annotator.getAnnotationById(id);
    const region = toRegion(annotation, this.#image);
    const changed = (size ? resized : moved)(region, stepsRight * STEP_SHARE, stepsDown * STEP_SHARE, STEP_SHARE);
    this.#annotator.updateAnnotation({ ...annotation, target: toAnnotation(changed, id, this.#image).target });
    this.#annotator.setSelected(id);
    return true;
  }

  #selected() {
    return this.#annotator.getSelected()[0]?.id ?? this.#chosenPainted;
  }

  use(tool) {
    const drawing = tool === 'box' || tool === 'polygon';
    this.#annotator.cancelDrawing();
    this.#annotator.setDrawingEnabled(drawing);
    if (drawing) {
      this.#annotator.setDrawingTool(tool === 'box' ? 'rectangle' : 'polygon');
      this.#annotator.setDrawingMode(tool === 'box' ? 'drag' : 'click');
    }
  }

  forgetStroke() {
    this.#annotator.cancelDrawing();
    this.#brush.cancel();
  }
}

function attach(frame, image, settings, report) {
  const annotator = createImageAnnotator(image, { drawingEnabled: true, drawingMode: 'drag', theme: 'light' });
  let editing = null;
  const brush = new BrushLayer(frame.querySelector('.brush-layer'), image, {
    tool: () => settings.current.tool,
    size: () => settings.current.brushSize,
    regions: () => editing.regions(),
    onRegions: (regions) => editing.replace(regions),
  });
  editing = new Editing(annotator, image, brush, report);
  // Drawing the next box must not need a tap to let go of the last one.
  annotator.on('createAnnotation', () => annotator.cancelSelected());
  // A stroke that leaves the image ends when the pointer is lifted, wherever that is; polygons are clicked, not dragged.
  const layer = annotator.element.querySelector('.a9s-annotationlayer');
  layer.addEventListener('pointerdown', (event) => settings.current.tool === 'box' && layer.setPointerCapture(event.pointerId));
  editing.zoom = new Zoom(frame.parentElement, {
    panning: () => settings.current.tool === 'move',
    onGesture: () => editing.forgetStroke(),
    onScale: (scale) => settings.current.onScale(scale),
  });
  return { annotator, editing, layer };
}

/**
 * One frame, large, with heatmap, the model's outlines and the operator's regions. Annotorious draws and edits boxes and polygons
 * (mouse, pen, touch); `tool` is box, polygon, brush, eraser or move. `onReady` gets an Editing for the keys and buttons of the page,
 * or null when it is gone; `onRegions` gets the regions and the number of the chosen one, or -1. Give it the inspection's id as key: it
 * belongs to one frame.
 */
export function RegionEditor({ inspection, regions, opacity, original, label, tool, brushSize, onRegions, onReady, onScale, onMissing }) {
  const place = useRef(null);
  const settings = useRef(null);
  settings.current = { tool, brushSize, onScale, onRegions, regions };
  const attached = useRef(null);
  useEffect(() => {
    const frame = place.current;
    const image = frame.querySelector('.frame-image');
    let alive = true;
    image.decode().then(() => {
      if (!alive) {
        return;
      }
      frame.style.setProperty('--frame-ratio', image.naturalWidth / image.naturalHeight);
      attached.current = attach(frame, image, settings, (now, chosen) => settings.current.onRegions(now, chosen));
      const { editing, layer } = attached.current;
      // What was marked while the image was loading counts too.
      editing.add(settings.current.regions);
      editing.use(settings.current.tool);
      layer.setAttribute('aria-label', label);
      onReady(editing);
    }, () => alive && onMissing());
    return () => {
      alive = false;
      onReady(null);
      attached.current?.editing.zoom.destroy();
      attached.current?.annotator.destroy();
    };
  }, []);
  useEffect(() => attached.current?.editing.use(tool), [tool]);

  // Annotorious wraps the image in an element of its own: the image is put there by hand, out of Preact's sight.
  const holder = useRef(null);
  useLayoutEffect(() => {
    const image = document.createElement('img');
    image.className = 'frame-image';
    image.alt = label;
    image.src = inspection.image;
    holder.current.replaceChildren(image);
  }, []);

  return html`<div class="frame-stage" data-tool=${tool}><div class="frame-pan"><div class="frame frame-editable" ref=${place}>
    <div class="frame-holder" ref=${holder}></div>
    ${inspection.heatmap && !original && html`<img class="frame-heatmap" src=${inspection.heatmap} alt="" style=${{ opacity }} />`}
    <canvas class="brush-layer" aria-hidden="true"></canvas>
    ${!original && html`<${ModelRegions} regions=${inspection.regions ?? []} />`}
  </div></div></div>`;
}
