import { describe, expect, it } from 'vitest';
import { PORTAL_DEFAULTS, portalSettings } from './portal-settings.ts';

describe('the portal’s settings', () => {
  it.each([{}, null, undefined, 'x', [], { days: 'many', senderName: ' ', withoutTls: null }])(
    'are as by default where nothing that can be understood is set: %j',
    (portal) => {
      expect(portalSettings({ portal })).toEqual(PORTAL_DEFAULTS);
    },
  );

  it('drop marketing and keep the rest for pick-up, unless somebody says otherwise', () => {
    expect(PORTAL_DEFAULTS.withoutTls).toEqual({ transactional: 'portal', marketing: 'drop' });
    const portal = { withoutTls: { marketing: 'portal' } };
    expect(portalSettings({ portal }).withoutTls).toEqual({
      transactional: 'portal',
      marketing: 'portal',
    });
  });

  it('read a word that is not known as the careful one', () => {
    const portal = { withoutTls: { transactional: 'in clear' } };
    expect(portalSettings({ portal }).withoutTls.transactional).toBe('drop');
  });

  it.each([0, 366, 1.5, -1, Number.NaN])('take no %d days', (days) => {
    expect(portalSettings({ portal: { days } }).days).toBe(30);
  });
});
