import { writeFile } from 'node:fs/promises';
import type { Config } from '../config/index.ts';
import { openFoundation } from '../foundation.ts';
import { destroyOrganization } from '../organizations/index.ts';
import { Failure } from './failure.ts';
import { organizationNamed } from './organization-named.ts';

/** Destroys an organization, and writes the certificate of it to a new file. */
export async function organizationDestroy(
  config: Config,
  name: string,
  options: { readonly confirm: string; readonly certificate: string },
): Promise<void> {
  if (options.confirm !== name) {
    throw new Failure(
      `To destroy “${name}” and all that is known of its people, give the same name in --confirm.`,
    );
  }
  const foundation = await openFoundation(config, { beside: true });
  try {
    const { id } = await organizationNamed(foundation.database, name);
    // before anything is destroyed: a place that cannot be written to is found now
    await writeFile(options.certificate, '', { flag: 'wx', mode: 0o600 });
    const certificate = await destroyOrganization(foundation, id, 'system');
    await writeFile(options.certificate, `${JSON.stringify(certificate, null, 2)}\n`);
    process.stdout.write(
      `${name} is destroyed. ${certificate.copies.sentence}\nThe certificate is in ${options.certificate}.\n`,
    );
  } finally {
    await foundation.close();
  }
}
