import type { Sensitivity } from '@postern/core/values';
import type { FastifyRequest } from 'fastify';
import { BUILT_IN_ROLES, isWithin, type Principal } from '../access/index.ts';
import { principalOf } from './authenticate.ts';
import { ApiProblem } from './problem.ts';

/** A class as the contract shows it, or none: it touches nothing. */
type Shown = { readonly sensitivity: Sensitivity } | null;

/** Whether values and members of this class are open to who asks (45 CFR 164.502(b)). */
export const seesPeople = ({ peopleClass }: Principal, of: Shown): boolean =>
  isWithin(of?.sensitivity ?? null, peopleClass);

/** Whether they may name and use a segment or template of this class. */
export const seesGroup = ({ highestClass }: Principal, of: Shown): boolean =>
  isWithin(of?.sensitivity ?? null, highestClass);

/** Refuses single people of a class above the caller's; `what` begins the sentence. */
export function requirePeople(request: FastifyRequest, of: Shown, what: string): void {
  if (of && !seesPeople(principalOf(request), of)) throw classMissing(of.sensitivity, what);
}

/** The same of what is used without seeing anybody. */
export function requireGroup(request: FastifyRequest, of: Shown, what: string): void {
  if (of && !seesGroup(principalOf(request), of)) throw classMissing(of.sensitivity, what);
}

function classMissing(wanted: Sensitivity, what: string): ApiProblem {
  return new ApiProblem(
    'class_missing',
    `${what} is of the class “${wanted}”, which is above what your roles open. It is open to: ${openTo(wanted)}.`,
    [],
    { class: wanted },
  );
}

/** The built-in roles that see people of a class, for a sentence. */
function openTo(wanted: Sensitivity): string {
  return BUILT_IN_ROLES.filter(
    ({ permissions, highestClass }) =>
      permissions.includes('people:read') && isWithin(wanted, highestClass),
  )
    .map(({ name }) => name)
    .join(', ');
}
