let last = Date.now();

for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
  window.addEventListener(sign, () => (last = Date.now()), { capture: true, passive: true });
}

/** Milliseconds since the person last did anything on this page. */
export const unusedFor = (): number => Date.now() - last;
