import type { AuthorizationDocument } from '@postern/core/gate';
import { v7 } from 'uuid';
import type { SignedDocument } from './contract/authorization.ts';
import type { Static } from './contract/common.ts';
import { ApiProblem } from './problem.ts';

/**
 * A paper that somebody read off, as the document that goes on file. A missing element makes it not
 * valid and is kept; days that cannot be are refused, for they are slips of the keyboard.
 */
export function signedDocument(
  said: Static<typeof SignedDocument>,
  now: Date,
): AuthorizationDocument {
  const { expiry, signedOn } = said;
  if (signedOn > now.toISOString().slice(0, 10)) {
    throw refused('/document/signedOn', 'The day of the signature is still to come.');
  }
  if (expiry?.kind === 'date' && expiry.on < signedOn) {
    throw refused('/document/expiry/on', 'The day on which it ends is before it was signed.');
  }
  return {
    ...said,
    id: v7(),
    expiry: expiry?.kind === 'event' ? { ...expiry, occurredOn: null } : expiry,
    revokedAt: null,
  };
}

const refused = (pointer: string, detail: string) =>
  new ApiProblem('invalid_content', `${detail} Nothing was recorded.`, [{ pointer, detail }]);
