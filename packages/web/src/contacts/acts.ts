import type { Contact } from './queries.ts';

export type Act =
  | 'opted_out'
  | 'opted_in'
  | 'restriction_requested'
  | 'restriction_agreed'
  | 'restriction_declined'
  | 'restriction_ended'
  | 'no_email'
  | 'other_address'
  | 'email_again'
  | 'unencrypted'
  | 'encrypted'
  | 'frequency'
  | 'channel'
  | 'language'
  | 'complained'
  | 'deceased';

interface Words {
  item: string;
  title: string;
  effect: string;
  yes: string;
}

export const ACTS: Record<Act, Words> = {
  opted_out: {
    item: 'Opts out',
    title: 'They opt out',
    effect:
      'From the next message on the gate refuses what they opt out of, also in a campaign that is being sent now. An authorization on file does not change that.',
    yes: 'Record the opt-out',
  },
  opted_in: {
    item: 'Opts in again',
    title: 'They opt in again',
    effect:
      'From the next message on their opt-out no longer stands in the way. Marketing still needs a valid authorization.',
    yes: 'Record it',
  },
  restriction_requested: {
    item: 'Asks for a restriction',
    title: 'They ask for a restriction',
    effect:
      'It binds you once you agree to it, not before. Write down what they asked for, and answer them.',
    yes: 'Record the request',
  },
  restriction_agreed: {
    item: 'A restriction was agreed to',
    title: 'A restriction was agreed to',
    effect:
      'You agreed not to use their data for certain messages, and that binds you. From the next message on the gate refuses those.',
    yes: 'Record the restriction',
  },
  restriction_declined: {
    item: 'The restriction was declined',
    title: 'The restriction was declined',
    effect:
      'Nothing changes for messages. That they asked, and what you answered, stays on record.',
    yes: 'Record the answer',
  },
  restriction_ended: {
    item: 'The restriction ended',
    title: 'The restriction ended',
    effect: 'From the next message on the restriction no longer stands in the way.',
    yes: 'Record the end',
  },
  no_email: {
    item: 'Wants no email',
    title: 'They want no email',
    effect:
      'They asked to be reached in another way. From the next message on nothing is sent to them by email, not even about their care.',
    yes: 'Record the wish',
  },
  other_address: {
    item: 'Wants mail at another address',
    title: 'They want mail at another address',
    effect:
      'From the next message on all mail goes to this address, and nothing to the usual one. It is kept sealed and shown to nobody but those who may see people.',
    yes: 'Record the address',
  },
  email_again: {
    item: 'May be written to as usual again',
    title: 'They may be written to as usual again',
    effect: 'From the next message on mail goes to the address on file.',
    yes: 'Record it',
  },
  unencrypted: {
    item: 'Prefers unencrypted mail',
    title: 'They prefer unencrypted mail',
    effect:
      'Read the warning to them first; it is kept with what they chose. It is on record only: mail is encrypted all the same.',
    yes: 'They were warned and prefer it',
  },
  encrypted: {
    item: 'Wants no unencrypted mail any more',
    title: 'They want no unencrypted mail any more',
    effect: 'Their preference for unencrypted mail ends.',
    yes: 'Record it',
  },
  frequency: {
    item: 'Says how often',
    title: 'How often they want marketing',
    effect:
      'From the next message on nobody sends them more. What concerns their care still comes.',
    yes: 'Record it',
  },
  channel: {
    item: 'Says how to reach them',
    title: 'How they would rather be reached',
    effect:
      'Marketing goes to them by email only where they would rather have email. What concerns their care still comes.',
    yes: 'Record it',
  },
  language: {
    item: 'Says which language',
    title: 'Which language they would rather read',
    effect: 'It is on file for those who write to them.',
    yes: 'Record it',
  },
  complained: {
    item: 'Complains about mail',
    title: 'They complained about mail',
    effect: 'From the next message on they are opted out of marketing.',
    yes: 'Record the complaint',
  },
  deceased: {
    item: 'Has died',
    title: 'They have died',
    effect:
      'From the next message on nothing is sent to them. Their data stays protected for fifty years. This cannot be taken back here.',
    yes: 'Record the death',
  },
};

/** What can be recorded now: no restriction ends that is not there. */
export function actsFor({ standing }: Contact): readonly Act[] {
  const { confidentialCommunication: asked, sentences } = standing;
  const said = (start: string) => sentences.some((sentence) => sentence.startsWith(start));
  const opted = standing.optOuts.length > 0 || said('Opted out of');
  return [
    'opted_out',
    ...(opted ? (['opted_in'] as const) : []),
    ...(standing.restriction
      ? (['restriction_ended'] as const)
      : (['restriction_requested', 'restriction_agreed'] as const)),
    ...(said('Asked for a restriction') ? (['restriction_declined'] as const) : []),
    ...(asked === 'no_email' ? [] : (['no_email'] as const)),
    'other_address',
    ...(asked === null ? [] : (['email_again'] as const)),
    said('Was warned of unencrypted mail') ? 'encrypted' : 'unencrypted',
    'frequency',
    'channel',
    'language',
    'complained',
    ...(standing.deceased ? [] : (['deceased'] as const)),
  ];
}
