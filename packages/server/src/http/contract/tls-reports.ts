import { TLS_FAILURES } from '@postern/core/delivery';
import { Day, object, route, Time, Type, words } from './common.ts';

const Count = Type.Integer({ minimum: 0 });

/** Names as in RFC 8460 section 4.4, so that the report can be handed on as it is. */
const Policy = object({
  policy: object({
    'policy-type': words(['tlsa', 'sts', 'no-policy-found'] as const),
    'policy-domain': Type.String(),
    'mx-host': Type.Optional(Type.Array(Type.String())),
  }),
  summary: object({
    'total-successful-session-count': Count,
    'total-failure-session-count': Count,
  }),
  'failure-details': Type.Array(
    object({
      'result-type': words(TLS_FAILURES),
      /** Missing where no server was tried. */
      'receiving-mx-hostname': Type.Optional(Type.String()),
      'failed-session-count': Count,
    }),
  ),
});

export const getTlsReport = route({
  method: 'GET',
  url: '/delivery/tls-reports',
  tag: 'delivery',
  summary: 'How secure one day’s ways were, by domain and policy (RFC 8460)',
  permission: 'delivery:read',
  /** A day in UTC. */
  query: object({ day: Day }),
  response: {
    200: object({
      /** Whether DANE is on, and why, in a sentence. */
      dane: object({ on: Type.Boolean(), sentence: Type.String() }),
      report: object({
        'organization-name': Type.String(),
        'date-range': object({ 'start-datetime': Time, 'end-datetime': Time }),
        'contact-info': Type.String(),
        'report-id': Type.String(),
        policies: Type.Array(Policy),
      }),
    }),
  },
});
