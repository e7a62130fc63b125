import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { recordTlsResults, type TlsRow } from './record-tls-results.ts';
import { stsBook } from './sts-book.ts';
import { tlsReport } from './tls-report.ts';

let test: TestDatabase;
let world: SendingWorld;

beforeAll(async () => {
  test = await testDatabase();
  world = await sendingWorld(test.url);
});
afterAll(async () => {
  await world.close();
  await test.drop();
});
beforeEach(async () => {
  await world.database.deleteFrom('tls_results').execute();
});

const DAY = '2026-03-01';
const row = (over: Partial<TlsRow> = {}): TlsRow => ({
  organizationId: world.organizationId,
  day: DAY,
  policyDomain: 'example.net',
  policyType: 'no-policy-found',
  mxHost: 'mx.example.net',
  result: 'success',
  count: 1,
  ...over,
});
const report = (day = DAY) => tlsReport(world.database, world.organizationId, day);

describe('the daily figures', () => {
  it('add up, within a write and over many at once', async () => {
    const writes = Array.from({ length: 10 }, (_, at) => {
      const rows = [row({ count: 2 }), row(), row({ mxHost: 'mx2.example.net', count: 4 })];
      return recordTlsResults(world.database, at % 2 === 0 ? rows : rows.toReversed());
    });
    await Promise.all(writes);
    const { policies } = await report();
    expect(policies.map(({ summary }) => summary)).toEqual([
      { 'total-successful-session-count': 70, 'total-failure-session-count': 0 },
    ]);
  });

  it('are none where nothing was sent', async () => {
    await recordTlsResults(world.database, []);
    await recordTlsResults(world.database, [row({ day: '2026-03-02' })]);
    expect((await report()).policies).toEqual([]);
  });

  it('have the form of RFC 8460 section 4.4', async () => {
    const mx = ['*.example.org'];
    const policy = { id: '1', mode: 'enforce', mx, maxAge: 60, fetchedAt: new Date() } as const;
    await stsBook(world.database).keep('example.org', policy);
    const org = { policyDomain: 'example.org', policyType: 'sts' } as const;
    await recordTlsResults(world.database, [
      row({ count: 9 }),
      row({ ...org, mxHost: 'mx.example.org', count: 5 }),
      row({ ...org, mxHost: 'mx.example.org', result: 'certificate-expired', count: 3 }),
      row({ ...org, mxHost: '', result: 'sts-policy-fetch-error', count: 2 }),
      row({ policyType: 'tlsa', result: 'tlsa-invalid' }),
    ]);
    expect(await report()).toEqual({
      'organization-name': 'Riverside Family Health',
      'date-range': {
        'start-datetime': '2026-03-01T00:00:00Z',
        'end-datetime': '2026-03-01T23:59:59Z',
      },
      'contact-info': 'care@mail.example.org',
      'report-id': `2026-03-01.${world.organizationId}`,
      policies: [
        {
          policy: { 'policy-type': 'no-policy-found', 'policy-domain': 'example.net' },
          summary: { 'total-successful-session-count': 9, 'total-failure-session-count': 0 },
          'failure-details': [],
        },
        {
          policy: {
            'policy-type': 'tlsa',
            'policy-domain': 'example.net',
            'mx-host': ['mx.example.net'],
          },
          summary: { 'total-successful-session-count': 0, 'total-failure-session-count': 1 },
          'failure-details': [
            {
              'result-type': 'tlsa-invalid',
              'receiving-mx-hostname': 'mx.example.net',
              'failed-session-count': 1,
            },
          ],
        },
        {
          policy: { 'policy-type': 'sts', 'policy-domain': 'example.org', 'mx-host': mx },
          summary: { 'total-successful-session-count': 5, 'total-failure-session-count': 5 },
          'failure-details': [
            { 'result-type': 'sts-policy-fetch-error', 'failed-session-count': 2 },
            {
              'result-type': 'certificate-expired',
              'receiving-mx-hostname': 'mx.example.org',
              'failed-session-count': 3,
            },
          ],
        },
      ],
    });
  });
});
