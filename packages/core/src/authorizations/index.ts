export { documentOf, type Signature } from './document-of.ts';
export type * from './form.ts';
