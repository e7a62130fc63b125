import { dayOf } from './days.ts';

/** What the audit is searched by; it stands in the address. Days are UTC's, the last one included. */
export interface AuditFilter {
  readonly action?: string;
  readonly actor?: string;
  readonly contactId?: string;
  readonly campaignId?: string;
  readonly from?: string;
  readonly to?: string;
}

const NAMES = ['action', 'actor', 'contactId', 'campaignId', 'from', 'to'] as const;

/** The search of the address, without what does not fit. */
export function readFilter(search: Record<string, unknown>): AuditFilter {
  const filter: Partial<Record<(typeof NAMES)[number], string>> = {};
  for (const name of NAMES) {
    const value = search[name];
    if (typeof value !== 'string' || value === '') continue;
    if ((name === 'from' || name === 'to') && dayOf(value) === null) continue;
    filter[name] = value;
  }
  return filter;
}

/** The same as the API asks for it: days as moments. */
export function asQuery({ from, to, ...rest }: AuditFilter) {
  const end = to === undefined ? null : dayOf(to);
  return {
    ...rest,
    ...(from !== undefined && { from: `${from}T00:00:00Z` }),
    ...(end !== null && { to: new Date(end.getTime() + 86_400_000).toISOString() }),
  };
}
