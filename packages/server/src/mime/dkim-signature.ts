import { createHash, sign } from 'node:crypto';
import { headerField } from './header-field.ts';
import type { SigningKey } from './plan.ts';

/**
 * Headers that are named once more than they stand, so that the signature breaks when somebody adds
 * another (RFC 6376 section 8.15). A relay may add others, such as Feedback-ID.
 */
const SEALED = ['From', 'To', 'Reply-To', 'Subject', 'Date', 'MIME-Version', 'Content-Type'];
/** Stands in no message of ours, the body being in parts, and may not come to. */
const ABSENT = 'Content-Transfer-Encoding';

const NAME = 'DKIM-Signature';

/** The header with the signature, from the relaxed headers in their order and the body's hash. */
export type Signer = (relaxed: string, bodyHash: string) => string;

/**
 * Signs messages that have these headers, in this order: relaxed/relaxed, the whole body (no `l=`,
 * section 8.2), and without the time, so that a message that is made again is the same.
 */
export function dkimSigner(key: SigningKey, names: readonly string[]): Signer {
  const { algorithm, domain, selector } = key;
  const sealed = [...SEALED.filter((name) => names.includes(name)), ABSENT];
  const who = `v=1; a=${algorithm}; c=relaxed/relaxed;\r\n d=${domain}; s=${selector};`;
  const known = headerField(NAME, `${who}\r\n h=${listed([...names, ...sealed])};`);
  const [raw, relaxed] = [known.raw.trimEnd(), known.relaxed.trimEnd()];
  return (headers, bodyHash) => {
    const data = Buffer.from([headers, relaxed, ' bh=', bodyHash, '; b='].join(''), 'latin1');
    const signature = signatureOf(key, data).toString('base64');
    return `${raw}\r\n bh=${bodyHash};\r\n b=${folded(signature)}\r\n`;
  };
}

function folded(signature: string): string {
  let lines = signature.slice(0, 72);
  for (let at = 72; at < signature.length; at += 72)
    lines += `\r\n ${signature.slice(at, at + 72)}`;
  return lines;
}

/** Names by colons, on lines of their own. */
function listed(names: readonly string[]): string {
  const lines = [''];
  for (const name of names) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = name;
    else if (line.length + name.length < 70) lines[lines.length - 1] = `${line}:${name}`;
    else lines.push(name);
  }
  return lines.join(':\r\n ');
}

function signatureOf({ algorithm, privateKey }: SigningKey, data: Buffer): Buffer {
  if (algorithm === 'rsa-sha256') return sign('sha256', data, privateKey);
  // RFC 8463 section 3: Ed25519 signs the hash
  return sign(null, createHash('sha256').update(data).digest(), privateKey);
}
