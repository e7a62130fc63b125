/** How long the listener waits for who brings mail, in milliseconds. */
export interface Patience {
  /** For the next line: at least five minutes, RFC 5321 section 4.5.3.2.7. */
  readonly idle: number;
  /**
   * For all of one visit, however busy. The RFC's minimums are for each command alone, so that a
   * byte every now and then would hold a connection for ever. Who is sent away comes again.
   */
  readonly visit: number;
  /**
   * While a message comes, in each such stretch `bytes` of it have to. Three minutes are what a
   * sender waits for one block to go through, RFC 5321 section 4.5.3.2.5.
   */
  readonly stretch: number;
  readonly bytes: number;
}

const MINUTE = 60_000;

export const PATIENCE: Patience = {
  idle: 5 * MINUTE,
  visit: 15 * MINUTE,
  stretch: 3 * MINUTE,
  bytes: 64 * 1024,
};

/** What is said at parting. */
export const PARTING = {
  visit: '4.4.2 This visit has lasted too long; come again.',
  slow: '4.4.2 The message comes too slowly; come again.',
} as const;
