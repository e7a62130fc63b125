import type { AnswerOf, operations } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { Tone } from '../parts/Dot.tsx';

export type Streams = AnswerOf<'listStreams'>;
export type Stream = Streams['data'][number];
export type Check = Stream['checks'][number];
export type Key = Stream['keys'][number];
export type DnsRecord = Key['record'];
export type StreamChange = operations['updateStream']['requestBody']['content']['application/json'];

export const streamsQuery = queryOptions({
  queryKey: ['streams'],
  queryFn: () => answer(api.GET('/api/v1/streams')),
});

/** What is saved, as a change that changes nothing. */
export function changeOf(stream: Stream): StreamChange {
  const { domain, fromName, fromAddress, replyTo, localAddress, returnPathDomain } = stream;
  return { domain, fromName, fromAddress, replyTo, localAddress, returnPathDomain };
}

/** One stream in the place of its older self. */
export const withStream = (streams: Streams | undefined, stream: Stream): Streams | undefined =>
  streams && {
    ...streams,
    data: streams.data.map((one) => (one.stream === stream.stream ? stream : one)),
  };

export const STREAM_WORDS: Record<Stream['stream'], { title: string; note: string }> = {
  marketing: {
    title: 'Marketing mail',
    note: 'Newsletters, invitations, news of your services.',
  },
  transactional: {
    title: 'Transactional mail',
    note: 'What a patient waits for, such as a result or an appointment.',
  },
};

export const CHECK_WORDS: Record<Check['kind'], string> = {
  spf: 'Who may send (SPF)',
  dkim: 'Signature (DKIM)',
  dmarc: 'From belongs to it (DMARC)',
  mx: 'Bounces come home (MX)',
  ptr: 'Name of the address (PTR)',
  blocklist: 'Block list',
};

export const CHECK_STATES: Record<Check['state'], string> = {
  ok: 'In order',
  wrong: 'Wrong',
  missing: 'Missing',
  unknown: 'Not known',
};

export const CHECK_TONES: Record<Check['state'], Tone> = {
  ok: 'good',
  wrong: 'fail',
  missing: 'need',
  unknown: 'unsure',
};

export const KEY_STATES: Record<Key['state'], string> = {
  active: 'Signs',
  pending: 'Waits for its record',
  retired: 'Retired',
};

export const KEY_TONES: Record<Key['state'], Tone> = {
  active: 'good',
  pending: 'need',
  retired: 'unsure',
};
