import { describe, expect, it } from 'vitest';
import { parseTransportSettings } from './transport-settings.ts';

const relay = {
  kind: 'relay',
  host: 'smtp.example.org',
  port: 587,
  tls: 'starttls',
  underBaa: true,
  user: null,
  passwordSealed: null,
  authority: null,
};

describe('the settings of a mail transport', () => {
  it('are read as they are stored', () => {
    expect(parseTransportSettings({ kind: 'sandbox', more: 1 })).toEqual({ kind: 'sandbox' });
    expect(parseTransportSettings({ ...relay, more: 1 })).toEqual(relay);
  });

  it.each([
    ['kind', { kind: 'smtp' }],
    ['host', { host: 'a host' }],
    ['host', { host: '' }],
    ['port', { port: 0 }],
    ['port', { port: '587' }],
    ['tls', { tls: 'none' }],
    ['tls', { tls: undefined }],
    ['underBaa', { underBaa: 'yes' }],
    ['authority', { authority: 7 }],
  ])('say which field does not fit: %s %j', (field, change) => {
    expect(() => parseTransportSettings({ ...relay, ...change })).toThrow(`“${field}”`);
  });

  it.each([null, 'relay', []])('are not %j', (json) => {
    expect(() => parseTransportSettings(json)).toThrow('“kind”');
  });
});
