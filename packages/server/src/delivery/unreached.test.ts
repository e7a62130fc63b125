import { describe, expect, it } from 'vitest';
import type { SmtpServer } from '../smtp/index.ts';
import { Unreached } from './unreached.ts';

const server = (host: string): SmtpServer => ({
  host,
  port: 25,
  tls: 'starttls',
  authority: null,
  trust: { kind: 'noted' },
  login: null,
  name: 'out.example.org',
});
const [first, second, third] = ['mx1', 'mx2', 'mx3'].map((one) => server(`${one}.example.org`));
const all = [first, second, third].flatMap((one) => one ?? []);
const hosts = (servers: readonly SmtpServer[]) => servers.map(({ host }) => host.slice(0, 3));

describe('servers', () => {
  it('are tried in their order of preference', () => {
    expect(hosts(new Unreached().inTurn(all, 0))).toEqual(['mx1', 'mx2', 'mx3']);
  });

  it.each([
    ['mx1', ['mx2', 'mx3', 'mx1']],
    ['mx2', ['mx1', 'mx3', 'mx2']],
    ['mx1 mx2', ['mx3', 'mx1', 'mx2']],
    ['mx1 mx2 mx3', ['mx1', 'mx2', 'mx3']],
  ])('come last when they could not be reached: %s', (failed, expected) => {
    const unreached = new Unreached();
    for (const one of all) if (failed.includes(one.host.slice(0, 3))) unreached.add(one, 0);
    expect(hosts(unreached.inTurn(all, 59_999))).toEqual(expected);
  });

  it('are tried in their order again after a minute', () => {
    const unreached = new Unreached();
    for (const one of all.slice(0, 1)) unreached.add(one, 0);
    expect(hosts(unreached.inTurn(all, 60_000))).toEqual(['mx1', 'mx2', 'mx3']);
  });

  it('are told apart by address and port, whoever names them', () => {
    const unreached = new Unreached();
    const at = (address: string) => ({ ...server('mx1.example.org'), address });
    unreached.add(at('192.0.2.1'), 0);
    const turn = unreached.inTurn([at('192.0.2.1'), at('192.0.2.2')], 1);
    expect(turn.map(({ address }) => address)).toEqual(['192.0.2.2', '192.0.2.1']);
  });
});
