export { makePlan } from './make-plan.ts';
export type * from './plan.ts';
