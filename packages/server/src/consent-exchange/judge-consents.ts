import type { ConsentEvent, ConsentFact } from '@postern/core/consent';
import { type ConsentRow, timeOf } from '@postern/core/consent-exchange';
import { validate } from 'uuid';
import { type Evidence, loadConsent, type NewConsent, sealEvidence } from '../consent/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { derivedId } from './derived-id.ts';
import type { Earlier } from './earlier.ts';
import { rejected, type Verdict } from './verdict.ts';
import { whyNothing } from './why-nothing.ts';

/** What a row says of somebody who was found. */
export interface Claim extends Pick<ConsentRow, 'fact' | 'time' | 'otherAddress'> {
  readonly contactId: string;
  readonly file: Evidence['file'];
}

export interface Judging {
  readonly keys: OrganizationKeys;
  readonly source: 'import' | 'fhir';
  readonly actor: string;
  readonly now: Date;
  readonly earlier: Earlier;
  /** Ids of topics by name in lower case, and by id. */
  readonly topics: ReadonlyMap<string, string>;
}

export interface Judged {
  readonly verdict: Verdict;
  /** What is to be recorded; null where nothing is. */
  readonly event: NewConsent | null;
}

/**
 * What each claim would add to the ledger of its person, and whether it may. Nothing is written. One
 * that is on file, by its own id or in the same words at the same moment, adds nothing; a document
 * that is on file is never replaced by another text under its reference.
 */
export async function judgeConsents(
  tx: Tx,
  judging: Judging,
  claims: readonly Claim[],
): Promise<readonly Judged[]> {
  const { keys, now, earlier } = judging;
  const ids = [...new Set(claims.map((claim) => claim.contactId))];
  const files = new Map<string, OnFile>();
  for (const [id, events] of await loadConsent(tx, keys, ids)) {
    files.set(id, onFile(events));
  }
  const resolved = claims.map((claim) => resolve(judging, claim, files.get(claim.contactId)));
  const marks = resolved.flatMap((one) =>
    'verdict' in one ? [] : [...one.marks, ...(one.document === null ? [] : [one.document])],
  );
  const before = new Set(await earlier.among([...new Set(marks)]));
  const added: string[] = [];
  const answers = resolved.map((one, place): Judged => {
    if ('verdict' in one) return { verdict: one.verdict, event: null };
    const claim = claims[place];
    const file = files.get(claim?.contactId ?? '');
    if (!claim || !file) throw new Error('A claim is about somebody who was not loaded.');
    const { fact, id } = one;
    const mark = hex(id);
    const same = claim.time.kind === 'moment' && file.said.has(saying(fact, claim.time.at));
    if (file.ids.has(id) || before.has(mark) || same) {
      return { verdict: { kind: 'known' }, event: null };
    }
    const document = one.document;
    if (fact.kind === 'authorization_signed') {
      const other = file.documents.get(fact.document.id);
      if (other !== undefined && other === sorted(fact.document)) {
        return { verdict: { kind: 'known' }, event: null };
      }
      if (other !== undefined || (document !== null && before.has(document))) {
        const expected = 'a reference of its own: another text is on file under this one';
        return { verdict: rejected('document', one.reference, expected), event: null };
      }
      file.documents.set(fact.document.id, sorted(fact.document));
    } else if (document !== null && !file.documents.has(one.documentId) && !before.has(document)) {
      const expected = 'a document of this person that is on file or in a row before';
      return { verdict: rejected('document', one.reference, expected), event: null };
    }
    file.ids.add(id);
    for (const each of one.marks) before.add(each);
    added.push(...one.marks);
    const at = timeOf(claim.time, fact, now) ?? now;
    const evidence: Evidence = {
      ...(claim.file && { file: claim.file }),
      ...(claim.otherAddress !== null && { otherAddress: claim.otherAddress }),
    };
    const sealed = sealEvidence(keys, claim.contactId, evidence);
    const event = {
      id,
      contactId: claim.contactId,
      fact,
      at,
      source: judging.source,
      actor: judging.actor,
      evidence: sealed,
    };
    const reasons = fact.kind === 'authorization_signed' ? whyNothing(fact.document, now) : [];
    return {
      verdict: reasons.length > 0 ? { kind: 'no_effect', reasons } : { kind: 'valid' },
      event,
    };
  });
  await earlier.add([...new Set(added)]);
  return answers;
}

interface OnFile {
  readonly ids: Set<string>;
  /** What was said, with its moment. */
  readonly said: ReadonlySet<string>;
  /** Documents by id, in one form. */
  readonly documents: Map<string, string>;
}

function onFile(events: readonly ConsentEvent[]): OnFile {
  return {
    ids: new Set(events.map(({ id }) => id)),
    said: new Set(events.map(({ fact, at }) => saying(fact, at))),
    documents: new Map(
      events.flatMap(({ fact }) =>
        fact.kind === 'authorization_signed' ? [[fact.document.id, sorted(fact.document)]] : [],
      ),
    ),
  };
}

interface Resolved {
  readonly fact: ConsentFact;
  readonly id: string;
  /** The mark of its document, null without one, and the document's id and reference. */
  readonly document: string | null;
  readonly documentId: string;
  readonly reference: string;
  readonly marks: readonly string[];
}

/** The claim in the ledger's own terms: ids for the file's references and names. */
function resolve(
  { keys, topics }: Judging,
  { contactId, fact, time, otherAddress }: Claim,
  file: OnFile | undefined,
): Resolved | { readonly verdict: Verdict } {
  const idOf = (reference: string) =>
    validate(reference) && file?.documents.has(reference)
      ? reference
      : derivedId(keys, ['document', contactId, reference]);
  let known: ConsentFact = fact;
  let documentId = '';
  let reference = '';
  switch (fact.kind) {
    case 'authorization_signed': {
      reference = fact.document.id;
      documentId =
        reference === ''
          ? derivedId(keys, ['paper', contactId, sorted(fact.document)])
          : idOf(reference);
      known = { kind: fact.kind, document: { ...fact.document, id: documentId } };
      break;
    }
    case 'authorization_revoked':
    case 'authorization_expired':
    case 'copy_given':
      reference = fact.documentId;
      documentId = idOf(reference);
      known = { ...fact, documentId };
      break;
    case 'opted_out':
    case 'opted_in': {
      if (!fact.scope.startsWith('topic:')) break;
      const name = fact.scope.slice('topic:'.length);
      const topic = topics.get(name.toLowerCase());
      if (topic === undefined) {
        return { verdict: rejected('scope', fact.scope, 'a topic that exists here, by its name') };
      }
      known = { kind: fact.kind, scope: `topic:${topic}` };
      break;
    }
    default:
      break;
  }
  const id = derivedId(keys, [contactId, sorted(known), time, otherAddress]);
  const document = documentId === '' ? null : hex(documentId);
  // a document's mark comes from its own row alone
  const signs = known.kind === 'authorization_signed' && document !== null ? [document] : [];
  return { fact: known, id, document, documentId, reference, marks: [hex(id), ...signs] };
}

const hex = (id: string) => id.replaceAll('-', '');
const saying = (fact: ConsentFact, at: string) => `${at} ${sorted(fact)}`;

/** One text for one content, whatever the order of its keys: the database does not keep it. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
