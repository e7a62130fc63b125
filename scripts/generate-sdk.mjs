// Writes the OpenAPI document that the server's routes give, and the SDK's types from it.
// `--check` writes nothing and fails when either differs from what is committed.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { openApiDocument } = await import('../packages/server/src/http/openapi.ts');
const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const check = process.argv.includes('--check');
const suffix = check ? '.fresh' : '';
const document = at('packages/server/openapi.json');
const types = at('packages/sdk/src/schema.d.ts');

writeFileSync(document + suffix, `${JSON.stringify(await openApiDocument(), null, 2)}\n`);
const tool = at('packages/sdk/node_modules/openapi-typescript/bin/cli.js');
execFileSync(process.execPath, [tool, document + suffix, '-o', types + suffix], {
  stdio: 'ignore',
});

if (check) {
  const stale = [document, types].filter(
    (path) => readFileSync(path, 'utf8') !== readFileSync(path + suffix, 'utf8'),
  );
  for (const path of [document, types]) rmSync(path + suffix);
  if (stale.length > 0) {
    console.error(`Out of date: ${stale.join(', ')}. Run: npm run sdk`);
    process.exit(1);
  }
}
