import type { Database } from '../database/index.ts';
import {
  type Route,
  recordTlsResults,
  type TlsOutcome,
  type TlsRow,
  tlsOutcomeOf,
} from '../destinations/index.ts';
import type { JobEnd } from './pool.ts';

/** Gathers how secure connections were, RFC 8460 section 4, for a commit now and then. */
export class TlsFigures {
  #rows = new Map<string, TlsRow>();

  /** `domain`: the recipient's. Faults that are not about security count as nothing. */
  count(organizationId: string, domain: string, route: Route, end: JobEnd, now: Date): void {
    const how = end.kind === 'unavailable' ? end.fault : end.session.tls;
    if (end.server === null || how === null) return;
    const outcome = tlsOutcomeOf(route, end.server, how);
    if (outcome !== null) this.add(organizationId, domain, outcome, now);
  }

  add(organizationId: string, domain: string, outcome: TlsOutcome, now: Date): void {
    const day = now.toISOString().slice(0, 10);
    this.#add({ organizationId, day, policyDomain: domain, ...outcome, count: 1 });
  }

  /** What cannot be written is kept for the next time; rejects then. */
  async flush(db: Database): Promise<void> {
    const rows = this.#rows;
    this.#rows = new Map();
    try {
      await recordTlsResults(db, [...rows.values()]);
    } catch (error) {
      for (const row of rows.values()) this.#add(row);
      throw error;
    }
  }

  #add({ count, ...row }: TlsRow): void {
    const { organizationId, day, policyDomain, policyType, mxHost, result } = row;
    const name = [organizationId, day, policyDomain, policyType, mxHost, result].join(' ');
    this.#rows.set(name, { ...row, count: count + (this.#rows.get(name)?.count ?? 0) });
  }
}
