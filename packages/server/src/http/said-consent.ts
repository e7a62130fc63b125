import { type ConsentFact, UNENCRYPTED_WARNING } from '@postern/core/consent';
import { readEmail } from '@postern/core/contacts';
import type { ConsentText, Evidence } from '../consent/index.ts';
import type { Static } from './contract/common.ts';
import type { SaidConsent } from './contract/consent-facts.ts';
import { ApiProblem } from './problem.ts';
import { signedDocument } from './signed-document.ts';

/** What was said, as it goes into the history of the person. */
export interface Said {
  readonly fact: ConsentFact;
  /** Null where there is nothing to seal beside it. */
  readonly evidence: Evidence | null;
  readonly shown: ConsentText | null;
}

/** Reads what staff recorded; refuses, with a sentence, what cannot have been. */
export function saidConsent(body: Static<typeof SaidConsent>, at: Date): Said {
  if (body.kind === 'authorization_signed') {
    const fact = { kind: body.kind, document: signedDocument(body.document, at) };
    return { fact, evidence: null, shown: null };
  }
  const { note, ...said } = body;
  const noted: Evidence = note === undefined || note.trim() === '' ? {} : { note: note.trim() };
  const plain = (fact: ConsentFact): Said => ({
    fact,
    evidence: noted.note === undefined ? null : noted,
    shown: null,
  });
  switch (said.kind) {
    case 'confidential_communication': {
      if (said.wish !== 'other_address') return plain(said);
      const otherAddress = readEmail(said.address);
      if (otherAddress === null) {
        throw refused('/address', 'The other address is not an email address.');
      }
      const { kind, wish } = said;
      return { fact: { kind, wish }, evidence: { ...noted, otherAddress }, shown: null };
    }
    case 'unencrypted_mail': {
      if (!said.prefers) return plain(said);
      if (said.warning !== UNENCRYPTED_WARNING.body) {
        throw refused('/warning', 'The warning is worded differently now. Show it again.');
      }
      const { kind, prefers } = said;
      return { ...plain({ kind, prefers }), shown: UNENCRYPTED_WARNING };
    }
    case 'deceased': {
      const on = said.on ?? null;
      if (on !== null && on > at.toISOString().slice(0, 10)) {
        throw refused('/on', 'The day of death is still to come.');
      }
      return plain({ kind: 'deceased', on });
    }
    default:
      return plain(said);
  }
}

const refused = (pointer: string, detail: string) =>
  new ApiProblem('invalid_content', `${detail} Nothing was recorded.`, [{ pointer, detail }]);
