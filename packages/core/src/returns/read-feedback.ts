import { addressesIn, fieldBlocks, hostOf } from './fields.ts';
import type { ReturnClass, ReturnedMail, Understood } from './returned-mail.ts';

/** By Feedback-Type: RFC 5965 section 7.3 and the registry; opt-out is from drafts, and in use. */
const TYPES: Readonly<Record<string, readonly [ReturnClass, string]>> = {
  abuse: ['complaint', 'The person called it spam.'],
  fraud: ['complaint', 'The person called it fraud.'],
  'opt-out': ['complaint', 'The person asked their provider for no more of it.'],
  'opt-out-list': ['complaint', 'The person asked their provider for no more of it.'],
  'not-spam': ['delivered', 'The person said that it is no spam.'],
  virus: ['policy', 'The provider reports a virus in it.'],
};

/** An abuse report in the format of RFC 5965 (ARF); null for what is none. */
export function readFeedback(mail: ReturnedMail): Understood | null {
  const part = mail.parts.find(({ type }) => type === 'message/feedback-report');
  const fields = part && fieldBlocks(part.content).find((block) => block.has('feedback-type'));
  if (fields === undefined) return null;
  const type = fields.get('feedback-type')?.toLowerCase() ?? '';
  const known = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  const [found, reason] = known ?? ['unknown', 'A report of a kind that asks for a person.'];
  return {
    class: found,
    form: 'feedback',
    counts: found !== 'unknown',
    status: null,
    reason,
    remoteMta: hostOf(fields.get('reporting-mta')),
    recipients: addressesIn(
      `${fields.get('original-rcpt-to') ?? ''} ${fields.get('removal-recipient') ?? ''}`,
    ),
  };
}
