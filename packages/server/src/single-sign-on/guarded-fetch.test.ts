import { expect, it } from 'vitest';
import { guardedFetch } from './guarded-fetch.ts';

const asked = { method: 'GET', headers: {} };

it.each(['https://127.0.0.1:1', 'https://[::1]:1', 'https://localhost:1', 'http://192.0.2.1:1'])(
  'reaches %s only where whoever runs the installation allows it',
  async (url) => {
    await expect(guardedFetch(false)(url, asked)).rejects.toMatchObject({ code: 'NOT_OUTSIDE' });
  },
);

it('goes there where that is allowed', async () => {
  await expect(guardedFetch(true)('http://127.0.0.1:1', asked)).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
});
