/** What a sender in a process of its own is started with; given as JSON. */
export interface SenderOptions {
  readonly url: string;
  readonly keyFile: string;
  readonly leaseSeconds?: number;
  readonly holdSeconds?: number;
  /** Of this process: connections to one site, and messages on each of them. */
  readonly limits?: { readonly connections: number; readonly messagesPerConnection: number };
  /** Where it keeps its journal; the same again when it is started again. */
  readonly journalDirectory: string;
  /** Until the first retry of what was deferred. */
  readonly retrySeconds?: number;
  /** Its clock is set back, so many seconds after its start and by so many. */
  readonly clockBack?: { readonly after: number; readonly by: number };
}

/** What a sender tells its parent ten times a second, in bytes and milliseconds of CPU. */
export interface SenderReport {
  readonly rss: number;
  readonly cpu: number;
}
