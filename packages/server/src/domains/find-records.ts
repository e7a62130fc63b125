import { createPublicKey } from 'node:crypto';
import {
  type DmarcStep,
  type DomainCheck,
  dmarcWalk,
  judgeBlockList,
  judgeDkim,
  judgeDmarc,
  judgeReturnMx,
  judgeReverse,
  judgeSpf,
  organizationalDomain,
  reversedLabels,
  reverseName,
  spfRecordsOf,
} from '@postern/core/domains';
import type { DkimKey } from './dkim-keys.ts';
import type { DomainDeps } from './domain-deps.ts';
import { evaluateSpf } from './evaluate-spf.ts';
import { addressesOf, type DnsResolver, mxOf, namesOf, textsOf } from './lookups.ts';
import type { StreamSettings } from './streams.ts';
import type { WayOut } from './way-out.ts';

type Deps = Pick<DomainDeps, 'dns' | 'host' | 'addresses' | 'blockLists'>;

interface Asked {
  readonly stream: StreamSettings;
  readonly keys: readonly DkimKey[];
  readonly wayOut: WayOut;
}

/** Asks the DNS all that receivers will ask about a stream's mail. Never rejects. */
export async function findRecords(
  deps: Deps,
  { stream, keys, wayOut }: Asked,
): Promise<readonly DomainCheck[]> {
  const { dns, blockLists } = deps;
  const host = wayOut.helloName ?? deps.host;
  const addresses = addressesFor(stream, wayOut, deps.addresses);
  const direct = wayOut.kind === 'direct' || (wayOut.kind === 'sandbox' && addresses.length > 0);
  const found = await Promise.all([
    spfOf(dns, stream, { addresses, direct, host }),
    ...keys.filter(({ state }) => state !== 'retired').map((key) => dkimOf(dns, key)),
    dmarcOf(dns, stream),
    mxCheck(dns, stream, host),
    ...addresses.map((address) => reverseOf(dns, address, host)),
    ...addresses.flatMap((address) => blockLists.map((zone) => listedOf(dns, address, zone))),
  ]);
  return direct && addresses.length === 0 ? [...found, UNNAMED] : found;
}

/** A relay sends from addresses of its own, which are its operator's care. */
function addressesFor(
  { localAddress }: StreamSettings,
  { kind }: WayOut,
  addresses: readonly string[],
): readonly string[] {
  if (kind === 'relay') return [];
  return localAddress === null ? addresses : [localAddress];
}

const UNNAMED: DomainCheck = {
  kind: 'ptr',
  subject: '',
  state: 'unknown',
  sentence:
    'The address from which mail leaves is not known: give the stream one, or name those of this machine in POSTERN_ADDRESSES.',
  records: [],
};

async function spfOf(
  dns: DnsResolver,
  { returnPathDomain: domain }: StreamSettings,
  asked: { addresses: readonly string[]; direct: boolean; host: string | null },
): Promise<DomainCheck> {
  const { addresses, direct, host } = asked;
  const found = await textsOf(dns, domain);
  const single = found.kind === 'found' && spfRecordsOf(found.answers).length === 1;
  const results =
    direct && single
      ? await Promise.all(
          addresses.map((address) => evaluateSpf(dns, { domain, address, host: host ?? domain })),
        )
      : addresses.map((address) => ({ address, result: 'none' }));
  return { kind: 'spf', subject: domain, ...judgeSpf({ domain, found, results, direct }) };
}

/** Is this key published? */
export async function dkimOf(dns: DnsResolver, key: DkimKey): Promise<DomainCheck> {
  const found = await textsOf(dns, key.record.name);
  return { kind: 'dkim', subject: key.selector, ...judgeDkim(key, found, formsOf(key)) };
}

/** An RSA key is published as SubjectPublicKeyInfo, as everybody does, or as RFC 6376 words it. */
function formsOf({ algorithm, publicKey }: DkimKey): readonly string[] {
  if (algorithm !== 'rsa-sha256') return [publicKey];
  const der = { key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' } as const;
  const rsa = createPublicKey(der).export({ type: 'pkcs1', format: 'der' });
  return [publicKey, rsa.toString('base64')];
}

async function dmarcOf(dns: DnsResolver, stream: StreamSettings): Promise<DomainCheck> {
  const fromDomain = stream.fromAddress
    .slice(stream.fromAddress.lastIndexOf('@') + 1)
    .toLowerCase();
  const asked = new Map<string, Promise<DmarcStep>>();
  const step = (domain: string) => {
    const known =
      asked.get(domain) ?? textsOf(dns, `_dmarc.${domain}`).then((found) => ({ domain, found }));
    asked.set(domain, known);
    return known;
  };
  const walk = (domain: string) => Promise.all(dmarcWalk(domain).map(step));
  const from = await walk(fromDomain);
  const placed = async (domain: string) => ({
    domain,
    organizational: organizationalDomain(await walk(domain)),
  });
  const finding = judgeDmarc({
    from,
    signing: await placed(stream.domain),
    returnPath: await placed(stream.returnPathDomain),
  });
  return { kind: 'dmarc', subject: fromDomain, ...finding };
}

async function mxCheck(
  dns: DnsResolver,
  { returnPathDomain: domain }: StreamSettings,
  host: string | null,
): Promise<DomainCheck> {
  const found = await mxOf(dns, domain);
  return { kind: 'mx', subject: domain, ...judgeReturnMx({ domain, host, found }) };
}

async function reverseOf(
  dns: DnsResolver,
  address: string,
  host: string | null,
): Promise<DomainCheck> {
  const names = await namesOf(dns, reverseName(address) ?? address);
  const answers = names.kind === 'found' ? names.answers.slice(0, 10) : [];
  const forward = await Promise.all(
    answers.map(async (name) => [name, await addressesOf(dns, name, address)] as const),
  );
  const finding = judgeReverse({ address, host, names, forward: new Map(forward) });
  return { kind: 'ptr', subject: address, ...finding };
}

async function listedOf(dns: DnsResolver, address: string, zone: string): Promise<DomainCheck> {
  const found = await addressesOf(dns, `${reversedLabels(address) ?? address}.${zone}`, '');
  return {
    kind: 'blocklist',
    subject: `${address} ${zone}`,
    ...judgeBlockList({ zone, address, found }),
  };
}
