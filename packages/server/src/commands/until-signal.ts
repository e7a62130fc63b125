/** Terminals, npm and process groups like to send one Ctrl-C several times. */
const SAME_PRESS_MS = 500;

/** Resolves at the first SIGINT, SIGTERM or SIGHUP; a second one, later, ends the process at once. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | null = null;
    const hear = () => {
      const at = performance.now();
      // what is in flight then becomes uncertain, as after a crash, and nothing is lost
      if (first !== null && at - first > SAME_PRESS_MS) process.exit(130);
      first ??= at;
      resolve();
    };
    process.on('SIGINT', hear).on('SIGTERM', hear).on('SIGHUP', hear);
  });
}
