export { type Forwarding } from './forward-next.ts';
export { addForward, listForwards, type NewForward, removeForward } from './forwards.ts';
export { keepForwarding } from './keep-forwarding.ts';
