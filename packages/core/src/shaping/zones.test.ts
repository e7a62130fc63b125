import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isZone } from './local-time.ts';
import { zoneOf } from './zones.ts';

describe('where somebody’s clock stands', () => {
  it.each([
    ['TX', null, 'America/Chicago'],
    ['TX', '75201', 'America/Chicago'],
    ['TX', '79901', 'America/Denver'],
    [null, '79901-1234', 'America/Denver'],
    ['FL', '33101', 'America/New_York'],
    ['FL', '32501', 'America/Chicago'],
    ['TN', '37201', 'America/Chicago'],
    ['TN', '37902', 'America/New_York'],
    ['IN', '46402', 'America/Chicago'],
    ['IN', '46204', 'America/Indiana/Indianapolis'],
    [' ca ', null, 'America/Los_Angeles'],
    [null, '90012', 'America/Los_Angeles'],
    [null, '02108', 'America/New_York'],
    [null, '99501', 'America/Anchorage'],
    ['AZ', '85001', 'America/Phoenix'],
    // with the forces, abroad, or a slip: as the organization's own clock
    ['AE', '09012', 'Europe/Berlin'],
    [null, '09012', 'Europe/Berlin'],
    ['Bavaria', '80331', 'Europe/Berlin'],
    ['toString', null, 'Europe/Berlin'],
    ['', '', 'Europe/Berlin'],
    [null, null, 'Europe/Berlin'],
  ])('state %j, ZIP %j: %s', (state, zip, zone) => {
    expect(zoneOf(state, zip, 'Europe/Berlin')).toBe(zone);
  });

  it('is always a zone that there is', () => {
    for (let prefix = 0; prefix < 1000; prefix += 1) {
      expect(isZone(zoneOf(null, `${String(prefix).padStart(3, '0')}01`, 'UTC'))).toBe(true);
    }
    fc.assert(
      fc.property(fc.string(), fc.string(), (state, zip) => {
        expect(isZone(zoneOf(state, zip, 'UTC'))).toBe(true);
      }),
    );
    expect(isZone('Mars/Olympus')).toBe(false);
  });
});
