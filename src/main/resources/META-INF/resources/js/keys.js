import { signal, useEffect, useRef } from './lib.js';

const TYPING = 'input:not([type=range]):not([type=checkbox]):not([type=radio]), select, textarea';

/** What the keys do on the open page, for the help: [{keys, text}]. */
export const keyHelp = signal([]);

function ignored(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)
    || document.querySelector('dialog[open]');
}

/**
 * Single-key commands while a component is shown. `commands` maps KeyboardEvent.key (letters in lower case) to a
 * function; it gets the event and returns false where it did not take the key after all.
 */
export function useKeys(commands) {
  const current = useRef(commands);
  current.current = commands;
  useEffect(() => {
    const onKey = (event) => {
      if (ignored(event)) {
        return;
      }
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (current.current[key] && current.current[key](event) !== false) {
        event.preventDefault();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** True while the key is held down. */
function heldKey(name) {
  const held = signal(false);
  const set = (down) => (event) => {
    if (event.key?.toLowerCase() === name && !(down && ignored(event))) {
      held.value = down;
    }
  };
  addEventListener('keydown', set(true));
  addEventListener('keyup', set(false));
  addEventListener('blur', () => {
    held.value = false;
  });
  return held;
}

/** True while the operator wants to see the camera's own image. */
export const originalHeld = heldKey('o');

/** Registers the help for a page's keys while it is shown. */
export function useKeyHelp(entries) {
  const key = JSON.stringify(entries);
  useEffect(() => {
    keyHelp.value = entries;
    return () => {
      keyHelp.value = [];
    };
  }, [key]);
}
