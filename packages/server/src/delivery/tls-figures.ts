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
  readonly #rows = new Map<string, TlsRow>();

  /** `domain`: the recipient's. Faults that are not about security count as nothing. */
  count(organizationId: string, domain: string, route: Route, end: JobEnd, now: Date): void {
    const how = end.kind === 'unavailable' ? end.fault : end.session.tls;
    if (end.server === null || how === null) return;
    const outcome = tlsOutcomeOf(route, end.server, how);
    if (outcome !== null) this.add(organizationId, domain, outcome, now);
  }

  add(organizationId: string, domain: string, outcome: TlsOutcome, now: Date): void {
    const day = now.toISOString().slice(0, 10);
    const name = [organizationId, day, domain, ...Object.values(outcome)].join(' ');
    const count = (this.#rows.get(name)?.count ?? 0) + 1;
    this.#rows.set(name, { organizationId, day, policyDomain: domain, ...outcome, count });
  }

  async flush(db: Database): Promise<void> {
    const rows = [...this.#rows.values()];
    this.#rows.clear();
    await recordTlsResults(db, rows);
  }
}
