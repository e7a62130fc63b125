import { newDevices, type Principal, type SessionFacts } from '../../access/index.ts';
import { getOrganization } from '../../organizations/index.ts';
import type { Services } from '../services.ts';

/** Who is signed in, where, and what they may do: the pages show no more than that. */
export async function describeSession(
  { database }: Services,
  who: Principal,
  { idleMinutes, endsAt, stage, deviceHash }: SessionFacts,
) {
  const organization = await getOrganization(database, who.organizationId);
  const { breakGlassId, breakGlassEndsAt } = who;
  const devices = await newDevices(database, who.userId, deviceHash);
  return {
    user: {
      id: who.userId,
      name: who.name,
      email: who.email,
      roles: who.roles,
      permissions: [...who.permissions],
      highestClass: who.highestClass,
      peopleClass: who.peopleClass,
      emergency:
        breakGlassId !== null && breakGlassEndsAt !== null
          ? { id: breakGlassId, endsAt: breakGlassEndsAt.toISOString() }
          : null,
    },
    organization: {
      id: organization.id,
      name: organization.name,
      demonstration: organization.demonstration,
      sandbox: (organization.transport as { kind: string }).kind === 'sandbox',
    },
    session: { idleMinutes, endsAt: endsAt.toISOString(), enrol: stage === 'enrol' },
    newDevices: devices.map(({ id, browser, firstSeenAt }) => ({
      ...{ id, browser },
      firstSeenAt: firstSeenAt.toISOString(),
    })),
  };
}
