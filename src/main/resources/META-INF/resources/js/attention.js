const AWAY_AFTER_MS = 60_000;

let lastTouch = Date.now();

['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'].forEach((kind) => addEventListener(kind, () => {
  lastTouch = Date.now();
}, { passive: true, capture: true }));

/** Whether nobody has touched this page for a while: what it asks by itself then keeps no session alive. */
export function isUnattended() {
  return Date.now() - lastTouch > AWAY_AFTER_MS;
}
