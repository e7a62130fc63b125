import type { SmtpServer } from '../smtp/index.ts';

/**
 * On which terms a notice goes to each server. Where a policy demands somebody verified (DANE,
 * MTA-STS, our own relay) it keeps its demand, for the notice too: RFC 8461 section 5 and RFC 7672
 * section 2.2 know no exception. Where nothing is demanded it may go in clear if `inClear`.
 */
export function noticeServers(
  servers: readonly SmtpServer[],
  inClear: boolean,
): readonly SmtpServer[] {
  return servers.map((server) =>
    demandsNothing(server) ? { ...server, clearAllowed: inClear } : server,
  );
}

export const demandsNothing = ({ trust }: Pick<SmtpServer, 'trust'>) => trust.kind === 'noted';
