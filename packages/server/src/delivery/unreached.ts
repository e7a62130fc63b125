import type { SmtpServer } from '../smtp/index.ts';

/** How long one that could not be reached comes last, in milliseconds. */
const FOR = 60_000;

/**
 * The servers of a site that could not be reached a moment ago. The next connection asks the others
 * first, so that not each of them waits for what is not there; after a minute the order of preference
 * holds again (RFC 5321 section 5.1), and it holds among the others all the time.
 */
export class Unreached {
  readonly #since = new Map<string, number>();

  add(server: SmtpServer, now: number): void {
    this.#since.set(nameOf(server), now);
  }

  inTurn(servers: readonly SmtpServer[], now: number): readonly SmtpServer[] {
    for (const [name, since] of this.#since) if (now - since >= FOR) this.#since.delete(name);
    if (this.#since.size === 0) return servers;
    const isLast = (server: SmtpServer) => Number(this.#since.has(nameOf(server)));
    return servers.toSorted((one, other) => isLast(one) - isLast(other));
  }
}

const nameOf = ({ host, address, port }: SmtpServer) => `${host} ${address ?? ''} ${port}`;
