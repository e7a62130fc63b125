import { addressesIn, fieldBlocks } from './fields.ts';
import type { ReturnedMail } from './returned-mail.ts';

const ORIGINAL = /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/;

/** The addresses in the To of the message that a report encloses: those that we wrote to. */
export function writtenTo({ parts }: Pick<ReturnedMail, 'parts'>): readonly string[] {
  const original = parts.find(({ type }) => ORIGINAL.test(type));
  return addressesIn(fieldBlocks(original?.content.slice(0, 50_000) ?? '')[0]?.get('to') ?? '');
}
