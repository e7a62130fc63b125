/**
 * How the processes under `start` run. A message or a row dies young, if the nursery is large enough for
 * all that are on their way: with 8 MB a tenth of a sender's time went to collecting what grew old for
 * want of room. What does live long is little, so the rest of the heap may grow by 60 percent, not 100,
 * before it is collected: an import of 60,000 people takes 250 MB with both, and 560 without.
 */
export const CHILD_ARGUMENTS = ['--max-semi-space-size=16', '--heap-growing-percent=60'];
export const childEnvironment = (codeDirectory: string) => ({
  ...process.env,
  // code that is kept spares it the compiler, and 27 MB
  NODE_COMPILE_CACHE: codeDirectory,
  // glibc keeps an arena for each thread, and what was once large for ever: another 40 MB
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '262144',
});

/** Of one that imports: for one arena its threads, which read, seal and collect, wait a tenth of its time. */
export const importerEnvironment = (codeDirectory: string) => ({
  ...childEnvironment(codeDirectory),
  MALLOC_ARENA_MAX: '2',
});
