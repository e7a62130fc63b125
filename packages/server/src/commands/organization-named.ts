import type { Database } from '../database/index.ts';
import { listOrganizations, type Organization } from '../organizations/index.ts';
import { Failure } from './failure.ts';

/** The organization of this name; the only one where none is named. */
export async function organizationNamed(
  database: Database,
  name: string | undefined,
): Promise<Organization> {
  const all = await listOrganizations(database);
  const found = name === undefined ? all : all.filter((one) => one.name === name);
  const [only] = found;
  if (only && found.length === 1) return only;
  const names = all.map((one) => `“${one.name}”`).join(', ');
  throw new Failure(
    all.length === 0
      ? 'There is no organization yet: run postern start first.'
      : `Name the organization: there are ${names}.`,
  );
}
