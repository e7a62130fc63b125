import type { PermitBasis, RefusalCode, RuleNumber } from '../answer.ts';
import type { AuthorizationKind } from '../authorization.ts';
import type { Communication } from '../communication.ts';
import type { Classification } from '../marketing.ts';
import type { Recipient, Sender } from '../parties.ts';

/** What a rule may look at. Documents are looked up afterwards, by the one place that knows how. */
export interface Facts {
  readonly sender: Sender;
  readonly communication: Communication;
  readonly recipient: Omit<Recipient, 'authorizations'>;
  readonly classification: Classification;
}

export type Finding = Permits | Refuses | Needs;

interface Permits {
  readonly verdict: 'permit';
  readonly basis: PermitBasis;
  readonly citations: readonly string[];
  readonly reason: string;
}

interface Refuses {
  readonly verdict: 'forbid' | 'review';
  readonly code: RefusalCode;
  readonly citations: readonly string[];
  readonly reason: string;
}

/** A valid document of this kind permits; without one it is required. */
export interface Needs {
  readonly verdict: 'needs';
  readonly kind: AuthorizationKind;
  readonly citations: readonly string[];
}

/** Null hands the question on to the next rule. */
export interface Rule {
  readonly number: RuleNumber;
  readonly find: (facts: Facts) => Finding | null;
}

export function permit(basis: PermitBasis, citations: readonly string[], reason: string): Permits {
  return { verdict: 'permit', basis, citations, reason };
}

export function forbid(code: RefusalCode, citations: readonly string[], reason: string): Refuses {
  return { verdict: 'forbid', code, citations, reason };
}

export function needs(kind: AuthorizationKind, citations: readonly string[]): Needs {
  return { verdict: 'needs', kind, citations };
}
