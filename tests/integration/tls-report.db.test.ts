import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordTlsResults } from '../../packages/server/src/destinations/index.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await apiWorld();
  await recordTlsResults(world.database, [
    {
      organizationId: world.organizationId,
      day: '2026-03-01',
      policyDomain: 'example.net',
      policyType: 'sts',
      mxHost: 'mx.example.net',
      result: 'certificate-expired',
      count: 3,
    },
  ]);
});
afterAll(() => world.close());

const url = (day: string) => `delivery/tls-reports?day=${day}`;

describe('the daily TLS report', () => {
  it('tells the figures of one day in the form of RFC 8460, and whether DANE is on', async () => {
    const answer = await (await world.as('marketer')).request('GET', url('2026-03-01'));
    expect(answer.status).toBe(200);
    expect(answer.json.dane.on).toBe(false);
    expect(answer.json.report.policies).toEqual([
      {
        policy: { 'policy-type': 'sts', 'policy-domain': 'example.net' },
        summary: { 'total-successful-session-count': 0, 'total-failure-session-count': 3 },
        'failure-details': [
          {
            'result-type': 'certificate-expired',
            'receiving-mx-hostname': 'mx.example.net',
            'failed-session-count': 3,
          },
        ],
      },
    ]);
  });

  it('is empty for a day without mail, and refuses what is no day', async () => {
    const owner = await world.as('owner');
    expect((await owner.request('GET', url('2026-03-02'))).json.report.policies).toEqual([]);
    expect((await owner.request('GET', url('2026-02-30'))).status).toBe(400);
    expect((await owner.request('GET', 'delivery/tls-reports')).status).toBe(400);
  });

  it('is not for those who may not see single people: a domain may be one', async () => {
    const analyst = await world.as('analyst');
    expect((await analyst.request('GET', url('2026-03-01'))).status).toBe(403);
  });
});
