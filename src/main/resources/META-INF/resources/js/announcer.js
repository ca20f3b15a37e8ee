import { signal } from './lib.js';

const LEAST_PAUSE_MS = 1500;

/** What a screen reader says next. */
export const announcement = signal('');

let lastAt = 0;
let timer = null;

/** Says that text, the newest one when many come at once: a line decides faster than anyone can listen. */
export function announce(text) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    lastAt = Date.now();
    announcement.value = text;
  }, Math.max(0, lastAt + LEAST_PAUSE_MS - Date.now()));
}
