/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const hear = () => {
      // what is in flight then becomes uncertain, as after a crash, and nothing is lost
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on('SIGINT', hear).on('SIGTERM', hear);
  });
}
