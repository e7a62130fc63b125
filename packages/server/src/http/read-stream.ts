import { isIP } from 'node:net';
import { readEmail } from '@postern/core/contacts';
import { readDomainName } from '@postern/core/domains';
import type { StreamChange } from '../domains/index.ts';
import { ApiProblem, type FieldError } from './problem.ts';

/** A stream's settings as they came, with every fault of theirs named at once. */
export function readStream(body: StreamChange): StreamChange {
  const errors: FieldError[] = [];
  const fault = (field: keyof StreamChange, detail: string) =>
    errors.push({ pointer: `/${field}`, detail });
  const domain = readDomainName(body.domain);
  if (domain === null) fault('domain', DOMAIN);
  const returnPathDomain = readDomainName(body.returnPathDomain);
  if (returnPathDomain === null) fault('returnPathDomain', DOMAIN);
  if (readEmail(body.fromAddress) === null) {
    fault('fromAddress', 'The From address is not an email address such as care@example.org.');
  }
  const replyTo = body.replyTo?.trim() || null;
  if (replyTo !== null && readEmail(replyTo) === null) {
    fault('replyTo', 'The Reply-To is not an email address such as desk@example.org.');
  }
  const localAddress = body.localAddress?.trim() || null;
  if (localAddress !== null && isIP(localAddress) === 0) {
    fault('localAddress', 'This is no IP address such as 192.0.2.25 or 2001:db8::25.');
  }
  if (domain === null || returnPathDomain === null || errors.length > 0) {
    const detail = errors.map((one) => one.detail).join(' ');
    throw new ApiProblem('invalid_content', detail, errors);
  }
  const fromName = body.fromName.trim();
  const fromAddress = body.fromAddress.trim();
  return { domain, fromName, fromAddress, replyTo, localAddress, returnPathDomain };
}

const DOMAIN = 'This is no domain in ASCII form such as mail.example.org.';
