/** What a receiver likes. Suffix `*` is everybody who is not named. */
export interface Receiver {
  /** Of its mail servers' names, such as `google.com`; a dot or the beginning stands before it. */
  readonly suffix: string;
  readonly label: string;
  /** At the same time, of all our processes together. */
  readonly connections: number;
  readonly messagesPerConnection: number;
  /** Messages a second, of all our processes together. */
  readonly perSecond: number;
  /** It takes mail over TLS alone (we send in no other way; it is said, and kept when TLS fails). */
  readonly tlsRequired: boolean;
}

const ordinary = {
  connections: 10,
  messagesPerConnection: 100,
  perSecond: 100,
  tlsRequired: false,
};

/** Anybody of whom nothing is known. */
export const EVERYBODY: Receiver = { suffix: '*', label: 'Everybody else', ...ordinary };

/** Relays, `relay host:port`, and our own sandbox. They take what their operator lets them take. */
const OWN_SERVER: Receiver = {
  ...ordinary,
  suffix: '*',
  label: 'A relay of your own',
  connections: 50,
  messagesPerConnection: 1_000,
  perSecond: 100_000,
};

const SANDBOX: Receiver = { ...OWN_SERVER, label: 'The sandbox' };

/** What is generally known; an operator's own row replaces the one of the same suffix. */
export const KNOWN_RECEIVERS: readonly Receiver[] = [
  // support.google.com/mail/answer/81126: TLS for every connection; 50 a connection and 5
  // connections are what the open shaping tables of the field hold.
  ...['google.com', 'googlemail.com'].map((suffix) => ({
    ...ordinary,
    suffix,
    label: 'Google',
    connections: 5,
    messagesPerConnection: 50,
    tlsRequired: true,
  })),
  // senders.yahooinc.com/best-practices: up to 20 messages a connection. AOL is behind it too.
  { ...ordinary, suffix: 'yahoodns.net', label: 'Yahoo and AOL', messagesPerConnection: 20 },
  // support.apple.com/102322 asks for few connections and few messages on each, without figures.
  {
    ...ordinary,
    suffix: 'icloud.com',
    label: 'Apple iCloud',
    connections: 5,
    messagesPerConnection: 5,
  },
  // sendersupport.olc.protection.outlook.com/pm/policies: a sender keeps its connections few. The
  // three are groups of servers of their own: consumers, Microsoft 365, and 365 with DANE.
  ...[
    ['olc.protection.outlook.com', 'Outlook.com and Hotmail'],
    ['mail.protection.outlook.com', 'Microsoft 365'],
    ['mx.microsoft', 'Microsoft 365 (DANE)'],
  ].map(([suffix = '', label = '']) => ({
    ...ordinary,
    suffix,
    label,
    connections: 5,
    messagesPerConnection: 50,
    perSecond: 50,
  })),
  // spa.xfinity.com/postmaster: 25 connections at the same time.
  { ...ordinary, suffix: 'comcast.net', label: 'Comcast', connections: 25 },
];

/** The built-in table with an operator's rows in their places: the longest suffix first, `*` last. */
export function receiverTable(own: readonly Receiver[] = []): readonly Receiver[] {
  const bySuffix = new Map<string, Receiver>();
  for (const one of [...KNOWN_RECEIVERS, EVERYBODY, ...own]) bySuffix.set(one.suffix, one);
  const length = ({ suffix }: Receiver) => (suffix === '*' ? 0 : suffix.length);
  return [...bySuffix.values()].toSorted(
    (a, b) => length(b) - length(a) || (a.suffix < b.suffix ? -1 : 1),
  );
}

/**
 * The first receiver of the table whose suffix the site has: its MX roll-up, such as
 * `(alt1.|alt2.|)mx.example.net`, or all of its hosts, where they are known.
 */
export function limitsFor(
  site: string,
  hosts: readonly string[],
  table: readonly Receiver[],
): Receiver {
  const names = hosts.length > 0 ? hosts : [site];
  const found = table.find(({ suffix }) => names.every((name) => hasSuffix(name, suffix)));
  const isOwn = site === 'sandbox' || site.startsWith('relay ');
  if (!isOwn || (found?.suffix ?? '*') !== '*') return found ?? EVERYBODY;
  return site === 'sandbox' ? SANDBOX : OWN_SERVER;
}

/** Whether a site, or a host, is of this suffix. */
export function hasSuffix(name: string, suffix: string): boolean {
  if (suffix === '*') return true;
  const plain = name.toLowerCase().replace(/\.$/u, '');
  // a roll-up's alternatives end in a parenthesis or, written out, stand in one
  const bare =
    plain.startsWith('(') && plain.endsWith(')') ? plain.slice(1, -1).split('|') : [plain];
  return bare.every((one) => {
    if (!one.endsWith(suffix)) return false;
    return one.length === suffix.length || '.)|('.includes(one.at(-suffix.length - 1) ?? '.');
  });
}

/** Why a suffix cannot be one, in a sentence; null when it can. */
export function suffixProblem(suffix: string): string | null {
  if (suffix === '*') return null;
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
  if (suffix.length <= 253 && new RegExp(`^${label}(?:\\.${label})+$`, 'u').test(suffix))
    return null;
  return 'Expected the end of a mail server’s name in small letters, such as mx.example.net, or * for everybody else.';
}
