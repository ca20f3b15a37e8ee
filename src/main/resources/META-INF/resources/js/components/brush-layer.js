import { decodeMask, erased, paint, painted, ringsOf } from '../regions.js';

const FILL = [39, 224, 240, 96];
const EDGE = [39, 224, 240, 255];
const STROKE = { brush: 'rgb(39 224 240 / .55)', eraser: 'rgb(0 0 0 / .6)' };

function onEdge(pixels, i, x, width) {
  return x === 0 || x === width - 1 || !pixels[i - 1] || !pixels[i + 1] || !pixels[i - width] || !pixels[i + width];
}

/**
 * A canvas over the frame, one pixel for each of the image: shows the regions that are pixels, and takes strokes of brush and
 * eraser (mouse, pen, touch). Annotorious has no such tool. `regions` gives all regions, `onRegions` gets them after a stroke.
 */
export class BrushLayer {
  #canvas;
  #context;
  #height;
  #width;
  #options;
  #stroke = null;
  #last = null;
  #pointer = null;
  #shown = [];
  #chosen = null;

  constructor(canvas, image, options) {
    this.#canvas = canvas;
    this.#height = image.naturalHeight;
    this.#width = image.naturalWidth;
    this.#options = options;
    canvas.width = this.#width;
    canvas.height = this.#height;
    this.#context = canvas.getContext('2d');
    canvas.addEventListener('pointerdown', (event) => this.#begin(event));
    canvas.addEventListener('pointermove', (event) => this.#go(event));
    canvas.addEventListener('pointerup', (event) => this.#end(event));
    canvas.addEventListener('pointercancel', () => this.cancel());
  }

  /** Shows the regions that are not mere outlines, the chosen one stronger. */
  show(regions, chosen) {
    this.#shown = regions;
    this.#chosen = chosen;
    this.#context.clearRect(0, 0, this.#width, this.#height);
    regions.forEach((region) => (region.mask ? this.#showMask(region) : this.#showRings(region)));
  }

  #showMask(region) {
    const pixels = decodeMask(region.mask);
    const [x0, y0] = [Math.round(region.left * this.#width), Math.round(region.top * this.#height)];
    const [w, h] = [Math.round(region.right * this.#width) - x0, Math.round(region.bottom * this.#height) - y0];
    const image = this.#context.getImageData(x0, y0, w, h);
    for (let y = 0; y < h; y += 1) {
      for (let x = 0; x < w; x += 1) {
        const i = (y0 + y) * this.#width + x0 + x;
        if (pixels[i]) {
          image.data.set(onEdge(pixels, i, x0 + x, this.#width) ? EDGE : this.#colour(region), 4 * (y * w + x));
        }
      }
    }
    this.#context.putImageData(image, x0, y0);
  }

  #colour(region) {
    return region === this.#chosen ? [...FILL.slice(0, 3), 170] : FILL;
  }

  #showRings(region) {
    const path = new Path2D();
    ringsOf(region).forEach((ring) => {
      ring.forEach(([x, y], i) => path[i === 0 ? 'moveTo' : 'lineTo'](x * this.#width, y * this.#height));
      path.closePath();
    });
    const [r, g, b, a] = this.#colour(region);
    this.#context.fillStyle = `rgb(${r} ${g} ${b} / ${a / 255})`;
    this.#context.fill(path, 'evenodd');
    this.#context.strokeStyle = `rgb(${r} ${g} ${b})`;
    this.#context.lineWidth = Math.max(1, this.#width / 400);
    this.#context.stroke(path);
  }

  #place(event) {
    const box = this.#canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * this.#width, ((event.clientY - box.top) / box.height) * this.#height];
  }

  get #radius() {
    return Math.max(0.5, (this.#options.size() * Math.max(this.#width, this.#height)) / 2);
  }

  #begin(event) {
    if (event.button !== 0 || this.#pointer !== null) {
      return;
    }
    event.preventDefault();
    this.#pointer = event.pointerId;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#stroke = new Uint8Array(this.#height * this.#width);
    this.#last = this.#place(event);
    this.#draw(this.#last);
  }

  #go(event) {
    if (event.pointerId !== this.#pointer) {
      return;
    }
    (event.getCoalescedEvents?.() ?? [event]).forEach((step) => this.#draw(this.#place(step)));
  }

  #draw(place) {
    paint(this.#stroke, this.#height, this.#width, this.#last, place, this.#radius);
    const context = this.#context;
    context.strokeStyle = STROKE[this.#options.tool()];
    context.lineWidth = 2 * this.#radius;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(...this.#last);
    context.lineTo(...place);
    context.stroke();
    this.#last = place;
  }

  #end(event) {
    if (event.pointerId !== this.#pointer) {
      return;
    }
    const stroke = this.#stroke;
    this.cancel();
    const change = this.#options.tool() === 'eraser' ? erased : painted;
    this.#options.onRegions(change(this.#options.regions(), stroke, this.#height, this.#width));
  }

  /** Forgets the stroke that is being drawn. */
  cancel() {
    this.#pointer = null;
    this.#stroke = null;
    this.show(this.#shown, this.#chosen);
  }
}
