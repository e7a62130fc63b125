import { bucketOf } from '../database/index.ts';

/** The row of a pair: it stands with the one whose id comes first. */
export function pairPlace(organizationId: string, a: string, b: string) {
  const [one = '', other = ''] = [a, b].toSorted();
  return {
    bucket: bucketOf(one),
    organization_id: organizationId,
    contact_id: one,
    other_id: other,
  };
}
