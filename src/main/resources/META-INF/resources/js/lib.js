// The one place that knows where the vendored libraries lie.
import { h, render } from '../vendor/preact/preact.js';
import htm from '../vendor/htm/htm.js';

export { render };
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from '../vendor/preact/hooks.js';
export { batch, computed, effect, signal, useComputed, useSignal } from '../vendor/preact-signals/signals.js';
export { default as UPlot } from '../vendor/uplot/uplot.js';
export { createImageAnnotator } from '../vendor/annotorious/annotorious.js';
export { default as Panzoom } from '../vendor/panzoom/panzoom.js';

/** Markup as tagged template: html`<b>${value}</b>`. Values are text, never markup. */
export const html = htm.bind(h);
