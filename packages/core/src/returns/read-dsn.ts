import { scrubReply } from '../delivery/index.ts';
import { classOf } from './class-of.ts';
import { codesIn } from './codes-in.ts';
import { addressesIn, afterType, type Fields, fieldBlocks, hostOf } from './fields.ts';
import type { ReturnedMail, Understood } from './returned-mail.ts';

const REPORT = /^message\/(?:global-)?delivery-status$/;

/** Which of several recipients counts: ours is one, and it is the bad news that we look for. */
const BY_WEIGHT = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'];

/**
 * A delivery status notification, RFC 3464 (and RFC 6533): null for what is none. `failed` without a
 * reason that can be told is soft: it did fail, and three in a row say enough.
 */
export function readDsn(mail: ReturnedMail): Understood | null {
  const part = mail.parts.find(({ type }) => REPORT.test(type));
  if (part === undefined) return null;
  const blocks = fieldBlocks(part.content);
  const about = blocks
    .filter((block) => block.has('action'))
    .toSorted((a, b) => weightOf(a) - weightOf(b))[0];
  if (about === undefined) return null;
  const recipients = blocks.flatMap((block) =>
    ['original-recipient', 'final-recipient', 'x-actual-recipient'].flatMap((name) =>
      addressesIn(afterType(block.get(name))),
    ),
  );
  const diagnosis = diagnosisOf(about, mail.text);
  const said = codesIn(diagnosis);
  const status = statusOf(about, said?.enhanced ?? null);
  const fact = {
    form: 'dsn',
    counts: true,
    status,
    reason: scrubReply(diagnosis, recipients),
    remoteMta: hostOf(about.get('remote-mta')) ?? hostOf(about.get('x-original-remote-mta')),
    recipients,
  } as const;
  switch (actionOf(about)) {
    case 'failed': {
      const found = classOf(said?.code ?? null, status, diagnosis);
      return { ...fact, class: found === 'unknown' ? 'soft' : found };
    }
    case 'delayed':
      return { ...fact, class: 'soft', counts: false };
    case 'delivered':
    case 'relayed':
    case 'expanded':
      return { ...fact, class: 'delivered', reason: 'The receiving side reports its delivery.' };
    default:
      return { ...fact, class: 'unknown', counts: false };
  }
}

const actionOf = (block: Fields) => /^[a-z]+/i.exec(block.get('action') ?? '')?.[0].toLowerCase();

function weightOf(block: Fields): number {
  const place = BY_WEIGHT.indexOf(actionOf(block) ?? '');
  return place === -1 ? BY_WEIGHT.length : place;
}

/** What the other side said; where the report leaves it out, what was written for people. */
function diagnosisOf(block: Fields, text: string): string {
  const code = afterType(block.get('diagnostic-code'));
  if (code !== '') return code;
  const at = codesIn(text)?.at;
  return at === undefined ? '' : text.slice(at, at + 500).trim();
}

/** A status of x.0.0 says nothing; then the diagnosis counts. */
function statusOf(block: Fields, said: string | null): string | null {
  const given = /[245]\.\d{1,3}\.\d{1,3}/.exec(block.get('status') ?? '')?.[0] ?? null;
  if (given === null) return said;
  return given.endsWith('.0.0') && said !== null ? said : given;
}
