import type { OrganizationKeys } from '../keys/index.ts';

/** What shows that it was this person, and what may name them; never in a log. */
export interface Evidence {
  /** The network address that the choice came from. */
  readonly address?: string;
  /** The browser's own name for itself. */
  readonly browser?: string;
  /** How they showed who they are: 'link', 'birth date and code', 'seen by staff'. */
  readonly identifiedBy?: string;
  /** Of what was asked for first and confirmed from the address later: when and from where it was asked. */
  readonly asked?: { readonly at: string; readonly address: string; readonly browser: string };
  /** 45 CFR 164.522(b): where they want to be written to. */
  readonly otherAddress?: string;
  /** In the words of whoever recorded it. */
  readonly note?: string;
  /** The file that it came from, and its line, counted from 1. */
  readonly file?: { readonly name: string; readonly line: number };
}

const contextOf = (contactId: string) => `consent_events.evidence:${contactId}`;

export function sealEvidence(
  keys: OrganizationKeys,
  contactId: string,
  evidence: Evidence,
): Buffer {
  return keys.sealJson(evidence, contextOf(contactId));
}

/** Throws `SealBroken` when it was altered, or is another person's. */
export function openEvidence(keys: OrganizationKeys, contactId: string, sealed: Buffer): Evidence {
  return keys.openJson(sealed, contextOf(contactId)) as Evidence;
}
