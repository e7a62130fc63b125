import { test as base, expect } from '@playwright/test';

export { expect };

/** A test whose pages may ask the product alone: a request to any other origin fails it. */
export const test = base.extend<{ foreignRequests: readonly string[] }>({
  foreignRequests: [
    async ({ context, baseURL }, use) => {
      const foreign: string[] = [];
      context.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== baseURL) foreign.push(request.url());
      });
      await use(foreign);
      expect(foreign, 'requests to other origins').toEqual([]);
    },
    { auto: true },
  ],
});
