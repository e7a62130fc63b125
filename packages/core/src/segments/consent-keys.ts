import {
  type ConsentEvent,
  inOrder,
  recipientAt,
  type Standing,
  wishesAt,
} from '../consent/index.ts';
import { AUTHORIZATION_KINDS, type AuthorizationKind, defectsOf } from '../gate/index.ts';
import type { InConsent, PlainState } from './person-condition.ts';

/** A state as one word, to look it up by: 'opted_out:marketing', 'deceased'. */
export function consentKey(condition: InConsent): string {
  switch (condition.state) {
    case 'opted_out':
    case 'opted_in':
      return `${condition.state}:${condition.scope}`;
    case 'authorized':
      return `authorized:${condition.kind}`;
    case 'prefers':
      return `prefers:${condition.channel}`;
    default:
      return condition.state;
  }
}

/**
 * All states (`consentKey`) that the ledger says at the moment `at` (RFC 3339). Opted in is who said so and did not leave again; to have said nothing is neither.
 * Authorized is whose document is without a defect for the least revealing message of its purposes.
 */
export function consentKeys(events: readonly ConsentEvent[], at: string): ReadonlySet<string> {
  const standing = recipientAt(events, at);
  const wishes = wishesAt(events, at);
  const keys = new Set<string>(choicesOf(events, at));
  const state = (is: boolean, plain: PlainState) => is && keys.add(plain);
  state(standing.restriction !== null, 'restriction');
  state(wishes.restrictionAsked, 'restriction_asked');
  state(standing.confidentialCommunication === 'no_email', 'no_email');
  state(standing.confidentialCommunication === 'other_address', 'other_address');
  state(wishes.prefersUnencrypted, 'prefers_unencrypted');
  state(standing.deceased, 'deceased');
  state(standing.parentOfConsentingMinor, 'parent_of_consenting_minor');
  if (wishes.channel !== null) keys.add(`prefers:${wishes.channel}`);
  for (const kind of AUTHORIZATION_KINDS) {
    if (isAuthorized(standing, kind, at)) keys.add(`authorized:${kind}`);
  }
  return keys;
}

/** The last word on each scope; a complaint is an opt-out of marketing, as the gate has it. */
function choicesOf(events: readonly ConsentEvent[], at: string): readonly string[] {
  const last = new Map<string, string>();
  for (const { fact } of inOrder(events, at)) {
    if (fact.kind === 'opted_out' || fact.kind === 'opted_in') last.set(fact.scope, fact.kind);
    if (fact.kind === 'complained') last.set('marketing', 'opted_out').set('', 'complained');
  }
  return [...last].map(([scope, kind]) => (scope === '' ? kind : `${kind}:${scope}`));
}

function isAuthorized({ authorizations }: Standing, kind: AuthorizationKind, at: string): boolean {
  return authorizations.some((document) => {
    const category = document.categories === null ? 'treatment' : document.categories[0];
    if (category === undefined) return false;
    return defectsOf(document, { kind, category, reveals: 'none' }, at).length === 0;
  });
}
