import {
  type Answer,
  AUTHENTIC_DATA,
  type DecodedPacket,
  DNSSEC_OK,
  decode,
  encode,
  RECURSION_DESIRED,
} from 'dns-packet';
import {
  type DnsReply,
  type DnsType,
  failed,
  LONGEST_SECONDS,
  SHORTEST_SECONDS,
} from './answer.ts';

export interface Question {
  readonly id: number;
  readonly name: string;
  readonly type: DnsType;
  /** Ask for DNSSEC, and believe the AD flag: only of a resolver that the operator vouches for. */
  readonly validated: boolean;
}

/** As much as fits into one packet everywhere (DNS Flag Day 2020). */
const UDP_SIZE = 1232;
const MOST_ALIASES = 8;
const NXDOMAIN = 3;
const FAILURES = { 2: 'dns_servfail', 5: 'dns_refused' } as const;

/** The bytes of a question with EDNS (RFC 6891), and with the DO bit where it shall be validated. */
export function encodeQuestion({ id, name, type, validated }: Question): Buffer {
  return encode({
    type: 'query',
    id,
    flags: RECURSION_DESIRED | (validated ? AUTHENTIC_DATA : 0),
    questions: [{ name, type, class: 'IN' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize: UDP_SIZE,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: validated ? DNSSEC_OK : 0,
        flag_do: validated,
        options: [],
      },
    ],
  });
}

/**
 * What a packet says to the question; null when it is no answer to it (another id, another
 * question), which a stranger may have sent: whoever waits goes on waiting.
 */
export function readReply(bytes: Buffer, question: Question): DnsReply | null {
  if (bytes.length < 12 || bytes.readUInt16BE(0) !== question.id) return null;
  let packet: DecodedPacket;
  try {
    packet = decode(bytes);
  } catch {
    return failed('dns_malformed');
  }
  const code = rcodeOf(bytes, packet);
  if (!packet.flag_qr || !answersTo(packet, question, code)) return null;
  if (packet.flag_tc) return { kind: 'truncated' };
  if (code === 2 || code === 5) return failed(FAILURES[code]);
  if (code !== 0 && code !== NXDOMAIN) return failed('dns_malformed');
  const authentic = question.validated && packet.flag_ad;
  return code === NXDOMAIN
    ? { kind: 'no_such_name', authentic, seconds: negativeSeconds(packet) }
    : positive(packet, question, authentic);
}

function positive(packet: DecodedPacket, question: Question, authentic: boolean): DnsReply {
  const answers = (packet.answers ?? []).filter(isIn);
  let owner = same(question.name);
  let seconds = LONGEST_SECONDS;
  for (let aliases = 0; aliases <= MOST_ALIASES; aliases++) {
    const records = answers.filter(
      ({ name, type }) => type === question.type && same(name) === owner,
    );
    if (records.length > 0) {
      return {
        kind: 'found',
        records,
        owner,
        authentic,
        seconds: within(seconds, ...records.map(ttlOf)),
      };
    }
    const alias = answers.find(({ name, type }) => type === 'CNAME' && same(name) === owner);
    if (alias?.type !== 'CNAME') break;
    owner = same(alias.data);
    seconds = within(seconds, ttlOf(alias));
    if (aliases === MOST_ALIASES) return failed('dns_malformed');
  }
  const authorities = packet.authorities ?? [];
  const start = authorities.some(({ type }) => type === 'SOA');
  // an alias whose end the server did not look up, and a referral (RFC 2308 section 2.2)
  if (!start && owner !== same(question.name))
    return { kind: 'alias', target: owner, authentic, seconds };
  if (!start && authorities.some(({ type }) => type === 'NS')) return failed('dns_lame');
  return { kind: 'no_data', authentic, seconds: negativeSeconds(packet) };
}

/** A refusal of the question as such may leave the question out. */
function answersTo(packet: DecodedPacket, { name, type }: Question, code: number): boolean {
  const [asked, ...others] = packet.questions ?? [];
  if (asked === undefined) return code !== 0 && code !== NXDOMAIN;
  return others.length === 0 && asked.type === type && same(asked.name) === same(name);
}

/** With the upper bits, which EDNS carries (RFC 6891 section 6.1.3). */
function rcodeOf(bytes: Buffer, packet: DecodedPacket): number {
  const edns = packet.additionals?.find(({ type }) => type === 'OPT');
  const upper = edns?.type === 'OPT' ? edns.extendedRcode : 0;
  return upper * 16 + (bytes.readUInt8(3) & 0x0f);
}

/** RFC 2308 section 5: the SOA's own TTL or its minimum, whichever is less. */
function negativeSeconds(packet: DecodedPacket): number {
  const start = packet.authorities?.find(({ type }) => type === 'SOA');
  if (start?.type !== 'SOA') return SHORTEST_SECONDS;
  return within(LONGEST_SECONDS, ttlOf(start), start.data.minimum ?? 0);
}

const within = (...seconds: readonly number[]) => Math.max(SHORTEST_SECONDS, Math.min(...seconds));
const same = (name: string) => name.toLowerCase().replace(/(?<=.)\.$/, '');
const isIn = (answer: Answer) => answer.type === 'OPT' || answer.class === 'IN';
const ttlOf = (answer: Answer) => (answer.type === 'OPT' ? 0 : (answer.ttl ?? 0));
