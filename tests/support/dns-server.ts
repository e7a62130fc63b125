import { createSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import {
  type Answer,
  AUTHENTIC_DATA,
  decode,
  encode,
  type Packet,
  type Question,
  RECURSION_AVAILABLE,
  TRUNCATED_RESPONSE,
} from 'dns-packet';

/** A name server's answer to one question, as a table has it. */
export interface Zone {
  readonly A?: readonly string[];
  readonly AAAA?: readonly string[];
  /** 'preference host', such as '10 mx.example.net'; '0 .' is the null MX. */
  readonly MX?: readonly string[];
  readonly TXT?: readonly string[];
  /** 'usage selector matching hex'. */
  readonly TLSA?: readonly string[];
  readonly CNAME?: string;
  /** At a name below in-addr.arpa or ip6.arpa. */
  readonly PTR?: readonly string[];
}

/**
 * How a question is answered that is not answered from the zones: a code of the DNS, no answer at
 * all, what cannot be read, somewhere else (referral), or a packet that belongs to another question.
 */
export type Misdeed =
  | 'servfail'
  | 'refused'
  | 'notimp'
  | 'badvers'
  | 'silence'
  | 'garbage'
  | 'referral'
  | 'wrong-id'
  | 'wrong-question'
  /** The whole answer over TCP alone. */
  | 'truncate'
  | 'truncate-and-silence';

export interface DnsServer {
  /** '127.0.0.1:port': for POSTERN_RESOLVER. */
  readonly address: string;
  /** Records by name, in lower case. A name that is not here does not exist. */
  zones: Record<string, Zone>;
  /** By 'TYPE name', by name, or '*' for everything. */
  misdeeds: Record<string, Misdeed>;
  /** The AD flag: of everything, of nothing, or of the names for which it answers true. */
  authentic: boolean | ((name: string, type: string) => boolean);
  ttl: number;
  /** TTL and minimum of the SOA in negative answers. */
  negativeTtl: number;
  /** What was asked: 'TYPE name', with ' tcp' at its end where it came that way. */
  readonly asked: string[];
  close(): Promise<void>;
}

const CODES: Readonly<Record<string, number>> = { servfail: 2, notimp: 4, refused: 5 };
const MOST_ALIASES = 8;

/**
 * A name server on the loopback, UDP and TCP on one port (`at`; 0: a free one), that answers from a
 * table as a resolver does: aliases are followed, and what is missing is denied with a SOA. It can
 * also do wrong.
 */
export async function startDnsServer(zones: Record<string, Zone> = {}, at = 0): Promise<DnsServer> {
  const udp = createSocket('udp4');
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let bytes = Buffer.alloc(0);
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more]);
      if (bytes.length < 2 || bytes.length < bytes.readUInt16BE(0) + 2) return;
      const reply = answerTo(server, bytes.subarray(2), 'tcp');
      if (reply === null) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      // in two pieces, as the network may have it
      socket.write(length);
      setImmediate(() => socket.end(reply));
    });
  });
  udp.on('message', (bytes, { port, address }) => {
    const reply = answerTo(server, bytes, 'udp');
    if (reply !== null) udp.send(reply, port, address);
  });
  await new Promise<void>((resolve) => tcp.listen(at, '127.0.0.1', resolve));
  const bound = tcp.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  await new Promise<void>((resolve, reject) => {
    udp.once('error', reject);
    udp.bind(port, '127.0.0.1', resolve);
  });
  const server: DnsServer = {
    address: `127.0.0.1:${port}`,
    zones,
    misdeeds: {},
    authentic: false,
    ttl: 300,
    negativeTtl: 300,
    asked: [],
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => udp.close(() => resolve()));
      await new Promise((resolve) => tcp.close(resolve));
    },
  };
  return server;
}

/** The bytes to send back; null for none. */
function answerTo(server: DnsServer, bytes: Buffer, by: 'udp' | 'tcp'): Buffer | null {
  const query = decode(bytes);
  const question = query.questions?.[0];
  if (question === undefined) return null;
  const name = question.name.toLowerCase();
  const asked = `${question.type} ${name}`;
  server.asked.push(by === 'tcp' ? `${asked} tcp` : asked);
  const misdeed = server.misdeeds[asked] ?? server.misdeeds[name] ?? server.misdeeds['*'];
  const reply = (packet: Packet) =>
    encode({ type: 'response', id: query.id ?? 0, questions: [question], ...packet });
  const { authentic } = server;
  const vouched = typeof authentic === 'boolean' ? authentic : authentic(name, question.type);
  const flags = RECURSION_AVAILABLE | (vouched ? AUTHENTIC_DATA : 0);
  switch (misdeed) {
    case 'silence':
      return null;
    case 'garbage':
      return Buffer.concat([
        bytes.subarray(0, 2),
        Buffer.from('8180000100ff0000', 'hex'),
        Buffer.alloc(9, 0xff),
      ]);
    case 'servfail':
    case 'refused':
    case 'notimp':
      return reply({ flags: flags | (CODES[misdeed] ?? 0) });
    case 'badvers':
      return reply({ flags, additionals: [opt(1)] });
    case 'referral':
      return reply({
        authorities: [{ type: 'NS', name: 'test', ttl: 60, data: 'ns.example.test' }],
      });
    case 'wrong-id':
      return reply({ ...found(server, question, flags), id: ((query.id ?? 0) + 1) % 65_536 });
    case 'wrong-question':
      return reply({
        ...found(server, question, flags),
        questions: [{ ...question, name: 'other.test' }],
      });
    case 'truncate':
    case 'truncate-and-silence':
      if (by === 'udp') return reply({ flags: flags | TRUNCATED_RESPONSE });
      return misdeed === 'truncate' ? reply(found(server, question, flags)) : null;
    default:
      return reply(found(server, question, flags));
  }
}

function found(server: DnsServer, question: Question, flags: number): Packet {
  const { ttl, negativeTtl: minimum } = server;
  const answers: Answer[] = [];
  let name = question.name.toLowerCase();
  for (let aliases = 0; aliases < MOST_ALIASES; aliases++) {
    const alias = server.zones[name]?.CNAME;
    if (alias === undefined) break;
    answers.push({ type: 'CNAME', name, ttl, data: alias });
    name = alias.toLowerCase();
  }
  const zone = server.zones[name];
  const records = zone === undefined ? [] : recordsOf(zone, question.type, name, ttl);
  const data = {
    mname: 'ns.test',
    rname: 'host.test',
    serial: 1,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum,
  };
  return {
    flags: flags | (zone === undefined && !hasBelow(server, name) ? 3 : 0),
    answers: [...answers, ...records],
    authorities: records.length > 0 ? [] : [{ type: 'SOA', name: 'test', ttl: minimum, data }],
  };
}

/** A name that only has names below it exists, RFC 8020. */
function hasBelow(server: DnsServer, name: string): boolean {
  return Object.keys(server.zones).some((other) => other.endsWith(`.${name}`));
}

function recordsOf(zone: Zone, type: string, name: string, ttl: number): Answer[] {
  switch (type) {
    case 'A':
    case 'AAAA':
      return (zone[type] ?? []).map((data) => ({ type, name, ttl, data }));
    case 'PTR':
      return (zone.PTR ?? []).map((data) => ({ type, name, ttl, data }));
    case 'TXT':
      return (zone.TXT ?? []).map((data) => ({ type, name, ttl, data: inParts(data) }));
    case 'MX':
      return (zone.MX ?? []).map((text) => {
        const [preference = '', exchange = ''] = text.split(' ');
        return { type, name, ttl, data: { preference: Number(preference), exchange } };
      });
    case 'TLSA':
      return (zone.TLSA ?? []).map((text) => {
        const [usage, selector, matching, hex = ''] = text.split(' ');
        const certificate = Buffer.from(hex, 'hex');
        const numbers = { usage: Number(usage), selector: Number(selector) };
        return {
          type,
          name,
          ttl,
          data: { ...numbers, matchingType: Number(matching), certificate },
        };
      });
    default:
      return [];
  }
}

/** A string of a TXT record holds 255 bytes at most. */
function inParts(text: string): string[] {
  return text.match(/.{1,255}/gs) ?? [''];
}

function opt(extendedRcode: number): Answer {
  const sizes = { udpPayloadSize: 1232, extendedRcode, ednsVersion: 0 };
  return { type: 'OPT', name: '.', ...sizes, flags: 0, flag_do: false, options: [] };
}
