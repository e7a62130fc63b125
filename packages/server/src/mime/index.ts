export { makePlan } from './make-plan.ts';
export type * from './plan.ts';
export { wireAddress } from './wire-address.ts';
