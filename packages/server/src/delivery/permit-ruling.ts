import type { Permit } from '@postern/core/gate';
import type { Ruling } from '../campaigns/index.ts';

/** What a permission rests on, for the record. */
export function permitRuling(permit: Permit): Ruling {
  const { verdict, basis: code, rule, authorization, citations, obligations, reason } = permit;
  return { verdict, code, rule, authorizationKind: authorization, citations, obligations, reason };
}
