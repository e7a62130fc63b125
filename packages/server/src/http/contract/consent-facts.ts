import { CHANNELS, type OptOutScope, PERIODS } from '@postern/core/consent';
import { SignedDocument } from './authorization.ts';
import { Day, Id, nullable, object, Type, words } from './common.ts';

/** In the words of whoever records it: what was said, to whom, on which paper. Sealed. */
const Note = Type.Optional(Type.String({ maxLength: 2_000 }));

const Scope = Type.Unsafe<OptOutScope>(
  Type.String({
    pattern:
      '^(all_commercial|marketing|fundraising|stream:(marketing|transactional)|topic:[0-9a-f-]{36})$',
    description: 'all_commercial, marketing, fundraising, stream:<stream> or topic:<id of a topic>',
  }),
);

/** What somebody told the staff, or signed. */
export const SaidConsent = Type.Union([
  object({ kind: words(['opted_out', 'opted_in'] as const), scope: Scope, note: Note }),
  object({
    kind: words([
      'restriction_requested',
      'restriction_agreed',
      'restriction_declined',
      'restriction_ended',
    ] as const),
    note: Note,
  }),
  object({
    kind: Type.Literal('confidential_communication'),
    wish: words(['no_email', 'none'] as const),
    note: Note,
  }),
  object({
    kind: Type.Literal('confidential_communication'),
    wish: Type.Literal('other_address'),
    /** Where they want to be written to, 45 CFR 164.522(b). Sealed. */
    address: Type.String({ minLength: 3, maxLength: 320 }),
    note: Note,
  }),
  object({
    kind: Type.Literal('unencrypted_mail'),
    prefers: Type.Literal(true),
    /** The warning that they were shown, letter by letter: `warning` of the ledger. */
    warning: Type.String({ maxLength: 4_000 }),
    note: Note,
  }),
  object({ kind: Type.Literal('unencrypted_mail'), prefers: Type.Literal(false), note: Note }),
  object({ kind: Type.Literal('complained'), note: Note }),
  object({ kind: Type.Literal('deceased'), on: Type.Optional(nullable(Day)), note: Note }),
  object({ kind: Type.Literal('minor_consents_alone'), parent: Type.Boolean(), note: Note }),
  object({ kind: Type.Literal('channel_chosen'), channel: words(CHANNELS), note: Note }),
  object({
    kind: Type.Literal('language_chosen'),
    /** RFC 5646 section 2.2.1. */
    language: Type.String({ pattern: '^[a-z]{2,3}$' }),
    note: Note,
  }),
  object({
    kind: Type.Literal('frequency_chosen'),
    /** Null: as often as there is something. */
    most: nullable(Type.Integer({ minimum: 1, maximum: 99 })),
    period: words(PERIODS),
    note: Note,
  }),
  object({ kind: Type.Literal('authorization_signed'), document: SignedDocument }),
  object({ kind: Type.Literal('authorization_revoked'), documentId: Id, note: Note }),
]);
