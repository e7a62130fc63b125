import { describe, expect, it } from 'vitest';
import { peerOf, peers } from './peers.ts';

describe('one peer', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s is %s', (address, peer) => {
    expect(peerOf(address)).toBe(peer);
  });

  it('holds ten connections at once, from whichever address of its network', () => {
    const known = peers(() => 0);
    const entered = Array.from({ length: 11 }, (_, at) => known.enter(`2001:db8:1:2::${at}`));
    expect(entered.filter(Boolean)).toHaveLength(10);
    known.leave('2001:db8:1:2::1');
    expect(known.enter('2001:db8:1:2::77')).toBe(true);
    expect(known.enter('2001:db8:1:3::1')).toBe(true);
  });

  it('brings 300 messages a minute, and more in the next', () => {
    let now = 0;
    const known = peers(() => now);
    const brought = Array.from({ length: 301 }, () => known.bring('192.0.2.7'));
    expect(brought.filter(Boolean)).toHaveLength(300);
    expect(known.bring('192.0.2.8')).toBe(true);
    now = 61_000;
    expect(known.bring('192.0.2.7')).toBe(true);
  });
});
