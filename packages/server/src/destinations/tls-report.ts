import type { TlsFailure, TlsPolicyType } from '@postern/core/delivery';
import type { Database } from '../database/index.ts';
import { getOrganization } from '../organizations/index.ts';

/** A report in the form of RFC 8460 section 4.4, over all domains that we sent to on one day. */
export interface TlsReport {
  readonly 'organization-name': string;
  readonly 'date-range': { readonly 'start-datetime': string; readonly 'end-datetime': string };
  readonly 'contact-info': string;
  readonly 'report-id': string;
  readonly policies: readonly TlsReportPolicy[];
}

export interface TlsReportPolicy {
  readonly policy: {
    readonly 'policy-type': TlsPolicyType;
    readonly 'policy-domain': string;
    /** The patterns of an MTA-STS policy, or the hosts that had TLSA records. */
    readonly 'mx-host'?: readonly string[];
  };
  readonly summary: {
    readonly 'total-successful-session-count': number;
    readonly 'total-failure-session-count': number;
  };
  readonly 'failure-details': readonly TlsReportFailure[];
}

export interface TlsReportFailure {
  readonly 'result-type': TlsFailure;
  /** Missing where no server was tried. */
  readonly 'receiving-mx-hostname'?: string;
  readonly 'failed-session-count': number;
}

/** The figures of one day ('YYYY-MM-DD', UTC) as RFC 8460 has them; by domain, and policy. */
export async function tlsReport(
  database: Database,
  organizationId: string,
  day: string,
): Promise<TlsReport> {
  const { name, fromAddress } = await getOrganization(database, organizationId);
  const rows = await database
    .selectFrom('tls_results')
    .leftJoin('sts_policies', 'sts_policies.domain', 'tls_results.policy_domain')
    .select(['policy_domain', 'policy_type', 'mx_host', 'result_type', 'count', 'mx'])
    .where('organization_id', '=', organizationId)
    .where('day', '=', day)
    .orderBy('policy_domain')
    .orderBy('policy_type')
    .orderBy('mx_host')
    .orderBy('result_type')
    .execute();
  const groups = Map.groupBy(rows, (row) => `${row.policy_domain} ${row.policy_type}`);
  return {
    'organization-name': name,
    'date-range': {
      'start-datetime': `${day}T00:00:00Z`,
      'end-datetime': `${day}T23:59:59Z`,
    },
    'contact-info': fromAddress,
    'report-id': `${day}.${organizationId}`,
    policies: [...groups.values()].flatMap(policyOf),
  };
}

interface Row {
  readonly policy_domain: string;
  readonly policy_type: TlsPolicyType;
  readonly mx_host: string;
  readonly result_type: 'success' | TlsFailure;
  readonly count: number;
  readonly mx: readonly string[] | null;
}

function policyOf(rows: readonly Row[]): readonly TlsReportPolicy[] {
  const first = rows[0];
  if (first === undefined) return [];
  const sum = (some: readonly Row[]) => some.reduce((total, { count }) => total + count, 0);
  const good = rows.filter(({ result_type }) => result_type === 'success');
  const hosts = mxHosts(first, rows);
  return [
    {
      policy: {
        'policy-type': first.policy_type,
        'policy-domain': first.policy_domain,
        ...(hosts.length > 0 && { 'mx-host': hosts }),
      },
      summary: {
        'total-successful-session-count': sum(good),
        'total-failure-session-count': sum(rows) - sum(good),
      },
      'failure-details': rows.flatMap(({ result_type, mx_host, count }) =>
        result_type === 'success'
          ? []
          : [
              {
                'result-type': result_type,
                ...(mx_host !== '' && { 'receiving-mx-hostname': mx_host }),
                'failed-session-count': count,
              },
            ],
      ),
    },
  ];
}

function mxHosts(first: Row, rows: readonly Row[]): readonly string[] {
  if (first.policy_type === 'sts') return first.mx ?? [];
  if (first.policy_type === 'no-policy-found') return [];
  return [...new Set(rows.map(({ mx_host }) => mx_host))].filter((host) => host !== '');
}
