import { type IncomingMessage, request as plain } from 'node:http';
import { request as overTls } from 'node:https';
import { checkOutside, NotOutside, outsideLookup } from '../destinations/index.ts';

/** Larger than any metadata, key set or token. */
const MOST_BYTES = 1024 * 1024;

export interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Asks an identity provider, whose address people set: never the private network, unless whoever runs
 * the installation allows it (CWE-918); no redirect is followed and no more than a megabyte is read.
 */
export function guardedFetch(allowPrivate: boolean) {
  return async (url: string, { method, headers, body, signal }: Asked): Promise<Response> => {
    const place = new URL(url);
    checkOutside(place.hostname, allowPrivate);
    const request = place.protocol === 'https:' ? overTls : plain;
    if (request === plain && !allowPrivate) throw new NotOutside(place.hostname);
    const text = textOf(body);
    const asked = request(place, {
      method,
      agent: false,
      headers: { ...headers, 'content-length': Buffer.byteLength(text) },
      lookup: outsideLookup(allowPrivate),
      ...(signal && { signal }),
    });
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      asked.on('error', reject);
      asked.on('response', resolve);
      asked.end(text);
    });
    const type = answer.headers['content-type'];
    return new Response(await bodyOf(answer), {
      status: answer.statusCode ?? 502,
      headers: type === undefined ? {} : { 'content-type': type },
    });
  };
}

/** Forms alone are sent. */
function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('Expected the body of a request to a provider to be a form.');
}

async function bodyOf(answer: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BYTES) {
      answer.destroy();
      throw new Error('The identity provider answered with more than a megabyte.');
    }
    parts.push(part);
  }
  return bytes === 0 ? null : new Uint8Array(Buffer.concat(parts));
}
