import { type DnsRecord, type Finding, type StreamName, zoneLine } from '@postern/core/domains';
import {
  type DkimKey,
  listKeys,
  loadChecks,
  loadStream,
  loadWayOut,
  streamReadiness,
} from '../domains/index.ts';
import { domainsOfOthers } from '../organizations/index.ts';
import type { Services } from './services.ts';

/** A stream as its page shows it: settings, keys, what was found, what follows from that. */
export async function shownStream(
  { database }: Pick<Services, 'database'>,
  organizationId: string,
  name: StreamName,
) {
  const stream = await loadStream(database, organizationId, name);
  const { kind } = await loadWayOut(database, organizationId);
  const keys = await listKeys(database, organizationId, stream.domain);
  const checks = await loadChecks(database, organizationId, name);
  const { missing, advice } = await streamReadiness(database, organizationId, name, kind);
  const others = await domainsOfOthers(database, organizationId, [
    stream.domain,
    stream.returnPathDomain,
  ]);
  return {
    ...stream,
    keys: keys.map(shownKey),
    checks: checks.map(({ checkedAt, kind: of, subject, ...finding }) => ({
      kind: of,
      subject,
      ...shownFinding(finding),
      checkedAt: checkedAt.toISOString(),
    })),
    missing,
    advice: [
      ...advice,
      ...others.map(
        (domain) =>
          `${domain} belongs to another organization of this server, which gets the mail to its postmaster. Your mail leaves as before; better have a domain of your own.`,
      ),
    ],
  };
}

/** A key without its secret. */
export function shownKey(key: DkimKey) {
  const { id, selector, algorithm, state, record } = key;
  return {
    id,
    selector,
    algorithm,
    state,
    record: shownRecord(record),
    createdAt: key.createdAt.toISOString(),
    retiredAt: key.retiredAt?.toISOString() ?? null,
  };
}

export function shownFinding({ state, sentence, records }: Finding) {
  return { state, sentence, records: records.map(shownRecord) };
}

const shownRecord = (record: DnsRecord) => ({ ...record, zoneLine: zoneLine(record) });
