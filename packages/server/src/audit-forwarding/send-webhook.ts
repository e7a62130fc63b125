import { createHmac } from 'node:crypto';
import { request as plain } from 'node:http';
import { request as overTls } from 'node:https';
import type { SealedRow } from '../audit/index.ts';
import { checkOutside, NotOutside, outsideLookup } from '../destinations/index.ts';
import { forwardedEntry } from './forwarded-entry.ts';
import type { WebhookTarget } from './target.ts';

/**
 * Posts entries as one message of Standard Webhooks: its id is the same when it is sent again, and
 * `webhook-signature` is HMAC-SHA-256 over id, time and body. Arrived is what is answered by 2xx; no
 * other place that an answer points to is followed.
 */
export async function sendWebhook(
  { url, secret, authority }: WebhookTarget,
  rows: readonly SealedRow[],
  {
    id,
    now,
    allowPrivate,
    signal,
  }: { id: string; now: Date; allowPrivate: boolean; signal: AbortSignal },
): Promise<void> {
  const place = new URL(url);
  checkOutside(place.hostname, allowPrivate);
  const request = place.protocol === 'https:' ? overTls : plain;
  if (request === plain && !allowPrivate) throw new NotOutside(place.hostname);
  const body = JSON.stringify({
    type: 'audit.entries',
    timestamp: now.toISOString(),
    data: { entries: rows.map(forwardedEntry) },
  });
  const message = `audit-${id}-${rows[0]?.sequence ?? 0}`;
  const timestamp = Math.floor(now.getTime() / 1_000);
  const asked = request(place, {
    method: 'POST',
    agent: false,
    signal,
    lookup: outsideLookup(allowPrivate),
    ...(authority !== null && { ca: authority }),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'webhook-id': message,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature(secret, `${message}.${timestamp}.${body}`),
    },
  });
  const status = await new Promise<number>((resolve, reject) => {
    asked.on('error', reject);
    asked.on('response', (answer) => {
      answer.resume();
      answer.on('error', reject);
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.end(body);
  });
  if (status < 200 || status > 299) throw new Error(`It answered with the status ${status}.`);
}

export function signature(secret: string, text: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}
