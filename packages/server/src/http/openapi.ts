import { createApp } from './app.ts';
import { bind } from './bind.ts';
import { allRoutes } from './contract/index.ts';

/** The API's OpenAPI 3.1 document, from the routes alone: no database and no handlers are needed. */
export async function openApiDocument(): Promise<object> {
  const app = await createApp({ logger: false });
  for (const [operation, shape] of allRoutes()) {
    bind(app, operation, shape, async ({ reply }) => reply);
  }
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}
