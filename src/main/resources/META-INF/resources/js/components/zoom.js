import { Panzoom } from '../lib.js';

const MOST = 16;
const STEP = 1.5;
const PAN_SHARE = 0.15;

function middle([a, b]) {
  return { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 };
}

function distance([a, b]) {
  return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
}

/**
 * Zoom and pan of a frame in its stage: wheel, two fingers, middle button, one finger or the mouse while `panning()` says so, and
 * what the page's keys and buttons ask for. Two fingers always zoom: `onGesture` is to forget what the first one began to draw.
 * Panzoom does the transforming.
 */
export class Zoom {
  #panzoom;
  #stage;
  #panning;
  #onGesture;
  #fingers = new Map();
  #gesture = false;
  #dragged = null;
  #listeners = new AbortController();

  /** `pane` fills the stage, its parent, and holds the frame. */
  constructor(pane, { panning, onGesture, onScale }) {
    const stage = pane.parentElement;
    this.#stage = stage;
    this.#panning = panning;
    this.#onGesture = onGesture;
    this.#panzoom = Panzoom(pane, { noBind: true, minScale: 1, maxScale: MOST, cursor: '', panOnlyWhenZoomed: true });
    pane.addEventListener('panzoomchange', ({ detail }) => onScale(detail.scale), { signal: this.#listeners.signal });
    const listen = (name, listener) => stage.addEventListener(name, listener, { capture: true, passive: false, signal: this.#listeners.signal });
    listen('wheel', (event) => this.#wheel(event));
    listen('pointerdown', (event) => this.#down(event));
    listen('pointermove', (event) => this.#move(event));
    listen('pointerup', (event) => this.#up(event));
    listen('pointercancel', (event) => this.#up(event));
  }

  get scale() {
    return this.#panzoom.getScale();
  }

  /** Larger or smaller around the middle of the stage. */
  by(steps) {
    const { left, top, width, height } = this.#stage.getBoundingClientRect();
    this.#to(this.scale * STEP ** steps, { clientX: left + width / 2, clientY: top + height / 2 });
  }

  /** The whole frame again. */
  reset() {
    this.#panzoom.reset({ animate: false });
  }

  /** Shows more of what lies in that direction; false where the whole frame is shown. */
  pan(right, down) {
    if (this.scale <= 1) {
      return false;
    }
    const { width, height } = this.#stage.getBoundingClientRect();
    this.#shift(-right * PAN_SHARE * width, -down * PAN_SHARE * height);
    return true;
  }

  destroy() {
    this.#listeners.abort();
    this.#panzoom.destroy();
  }

  #to(scale, point) {
    if (scale <= 1.01) {
      this.reset();
    } else {
      this.#panzoom.zoomToPoint(Math.min(MOST, scale), point, { animate: false });
    }
  }

  #shift(x, y) {
    this.#panzoom.pan(x / this.scale, y / this.scale, { relative: true });
  }

  #wheel(event) {
    event.preventDefault();
    this.#to(this.scale * STEP ** (-Math.sign(event.deltaY) / 2), event);
  }

  #take(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  #down(event) {
    if (event.pointerType === 'touch') {
      this.#fingers.set(event.pointerId, event);
      if (this.#fingers.size === 2) {
        this.#gesture = true;
        this.#dragged = null;
        this.#onGesture();
      }
    }
    if (this.#gesture) {
      this.#take(event);
    } else if (event.button === 1 || (event.button === 0 && this.#panning())) {
      this.#take(event);
      this.#dragged = event;
      this.#stage.setPointerCapture(event.pointerId);
    }
  }

  #move(event) {
    if (this.#gesture) {
      this.#take(event);
      this.#pinch(event);
    } else if (this.#dragged?.pointerId === event.pointerId) {
      this.#take(event);
      this.#shift(event.clientX - this.#dragged.clientX, event.clientY - this.#dragged.clientY);
      this.#dragged = event;
    }
  }

  #pinch(event) {
    if (!this.#fingers.has(event.pointerId)) {
      return;
    }
    const before = [...this.#fingers.values()].slice(0, 2);
    this.#fingers.set(event.pointerId, event);
    const now = [...this.#fingers.values()].slice(0, 2);
    if (now.length < 2) {
      return;
    }
    this.#to((this.scale * distance(now)) / Math.max(1, distance(before)), middle(now));
    this.#shift(middle(now).clientX - middle(before).clientX, middle(now).clientY - middle(before).clientY);
  }

  #up(event) {
    this.#fingers.delete(event.pointerId);
    if (this.#gesture || this.#dragged?.pointerId === event.pointerId) {
      this.#take(event);
    }
    if (this.#dragged?.pointerId === event.pointerId) {
      this.#dragged = null;
    }
    // Until all fingers are lifted the gesture goes on: a finger that stays must not begin to draw.
    this.#gesture = this.#gesture && this.#fingers.size > 0;
  }
}
