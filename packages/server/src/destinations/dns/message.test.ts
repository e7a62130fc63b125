import { type Answer, encode, type Packet, RECURSION_AVAILABLE } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeQuestion, type Question, readReply } from './message.ts';

const QUESTION: Question = { id: 7, name: 'example.net', type: 'MX', validated: false };
const mx = (name: string, ttl = 300): Answer => ({
  type: 'MX',
  name,
  ttl,
  data: { preference: 10, exchange: 'mx.example.net' },
});
const alias = (name: string, data: string): Answer => ({ type: 'CNAME', name, ttl: 60, data });
const reply = (packet: Packet) =>
  encode({
    type: 'response',
    id: 7,
    flags: RECURSION_AVAILABLE,
    questions: [{ type: 'MX', name: 'example.net' }],
    ...packet,
  });
const read = (packet: Packet, question = QUESTION) => readReply(reply(packet), question);

describe('the reply of a name server', () => {
  it('holds for the least TTL of its aliases and records', () => {
    const answers = [alias('example.net', 'example.org'), mx('example.org')];
    expect(read({ answers })).toMatchObject({ kind: 'found', owner: 'example.org', seconds: 60 });
  });

  it('is matched without regard to case, as some servers mix it', () => {
    const questions = [{ type: 'MX' as const, name: 'eXample.NET' }];
    expect(read({ questions, answers: [mx('EXAMPLE.net')] })).toMatchObject({ kind: 'found' });
  });

  it('is not taken from records of other names, which anybody could add', () => {
    expect(read({ answers: [mx('example.org')] })).toMatchObject({ kind: 'no_data' });
  });

  it('names the end of the aliases where that has to be asked for', () => {
    const answers = [alias('example.net', 'example.org')];
    expect(read({ answers })).toMatchObject({ kind: 'alias', target: 'example.org' });
  });

  it('does not go in circles', () => {
    const answers = [alias('example.net', 'example.org'), alias('example.org', 'example.net')];
    expect(read({ answers })).toEqual({ kind: 'failed', code: 'dns_malformed', seconds: 30 });
  });

  it.each<[string, Packet]>([
    ['another id', { id: 8 }],
    ['another name', { questions: [{ type: 'MX', name: 'example.org' }] }],
    ['another type', { questions: [{ type: 'A', name: 'example.net' }] }],
    ['no question', { questions: [] }],
    ['two questions', { questions: Array(2).fill({ type: 'MX', name: 'example.net' }) }],
    ['a question itself', { type: 'query' }],
  ])('is none with %s', (_rule, packet) => {
    expect(read({ answers: [mx('example.net')], ...packet })).toBeNull();
  });

  it('is authentic only where it was to be validated', () => {
    const flags = RECURSION_AVAILABLE | 0x20;
    const answers = [mx('example.net')];
    expect(read({ flags, answers })).toMatchObject({ authentic: false });
    expect(read({ flags, answers }, { ...QUESTION, validated: true })).toMatchObject({
      authentic: true,
    });
    expect(read({ answers }, { ...QUESTION, validated: true })).toMatchObject({ authentic: false });
  });

  it('is read or refused, whatever bytes come, and never throws', () => {
    const whole = reply({ answers: [alias('example.net', 'example.org'), mx('example.org')] });
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.nat(whole.length), (changes, end) => {
        const bytes = Buffer.from(whole.subarray(0, end));
        for (const [at, value] of changes) if (at < bytes.length) bytes.writeUInt8(value, at);
        readReply(bytes, QUESTION);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        readReply(Buffer.concat([Buffer.from([0, 7, 0x81, 0x80]), tail]), QUESTION);
      }),
    );
  });
});

describe('a question', () => {
  it('asks for DNSSEC only of a resolver that validates', () => {
    const plain = encodeQuestion(QUESTION);
    const validated = encodeQuestion({ ...QUESTION, validated: true });
    // AD in the header (RFC 6840 section 5.7), and DO, the upper bit of the OPT record's flags
    expect([plain.readUInt8(3) & 0x20, validated.readUInt8(3) & 0x20]).toEqual([0, 0x20]);
    expect([plain.at(-4), validated.at(-4)]).toEqual([0, 0x80]);
  });
});
