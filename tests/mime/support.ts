import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { compileTemplate, type TemplateParts } from '../../packages/core/src/templates/index.ts';
import type { Attributes } from '../../packages/core/src/values/index.ts';
import {
  type Filling,
  makePlan,
  type PlanFrame,
  type SigningKey,
} from '../../packages/server/src/mime/index.ts';
import { extras, permitFor } from '../templates/support.ts';

const domain = 'mail.example.org';
export const RSA: SigningKey = {
  ...{ domain, selector: 'postern1', algorithm: 'rsa-sha256' },
  privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
};
export const ED25519: SigningKey = {
  ...{ domain, selector: 'postern2', algorithm: 'ed25519-sha256' },
  privateKey: generateKeyPairSync('ed25519').privateKey,
};

export const frame: PlanFrame = {
  from: { name: 'Riverside, "Family" Health', address: 'care@mail.example.org' },
  replyTo: null,
  date: new Date('2026-03-01T12:00:00Z'),
  signingKeys: [RSA, ED25519],
  feedbackId: null,
  attachments: [],
};

const text = (key: string) => ({ key, label: key, type: 'text', system: null }) as const;
/** A name, which a subject may show, and a note. */
const fields = [
  { ...text('name'), sensitivity: 'contact' },
  { ...text('note'), sensitivity: 'demographic' },
] as const;

export function template(parts: Partial<TemplateParts>) {
  return compileTemplate({
    ...{ subject: 'Hello', preheader: '', html: '<p>Hello</p>', text: 'Hello', fields },
    ...{ links: [], ...parts },
  });
}

export function filling(
  attributes: Attributes,
  { address, ...over }: Partial<Filling> & { readonly address?: string } = {},
): Filling {
  return {
    permit: permitFor(attributes, address),
    extras,
    toName: null,
    messageId: '<0123456789abcdef@mail.example.org>',
    mark: '0123456789abcdef01234567',
    unsubscribeUrl: extras.unsubscribeUrl,
    ...over,
  };
}

export function composed(parts: Partial<TemplateParts>, given: Filling, over?: Partial<PlanFrame>) {
  const made = makePlan(template(parts), { ...frame, ...over }).compose(given);
  if ('missing' in made) throw new Error(made.sentence);
  return Buffer.concat(made.source);
}

/** What an independent verifier says of each signature: 'pass', 'fail', ... */
export async function verdicts(source: Buffer, keys = frame.signingKeys): Promise<string[]> {
  const { results } = await dkimVerify(source, { resolver });
  function resolver(name: string, type: string) {
    const key = keys.find((one) => name === `${one.selector}._domainkey.${one.domain}`);
    if (key !== undefined && type === 'TXT') return Promise.resolve([[recordOf(key)]]);
    const error = Object.assign(new Error('There is no such record.'), { code: 'ENOTFOUND' });
    return Promise.reject(error);
  }
  return results.map(({ status }) => status.result);
}

/** The TXT record of a key: RFC 6376 section 3.6.1, RFC 8463 section 4. */
function recordOf({ algorithm, privateKey }: SigningKey): string {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const rsa = algorithm === 'rsa-sha256';
  // of Ed25519 the bare 32 octets
  return `v=DKIM1; k=${rsa ? 'rsa' : 'ed25519'}; p=${(rsa ? der : der.subarray(-32)).toString('base64')}`;
}
