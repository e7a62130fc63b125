export { documentOf, type Signature } from './document-of.ts';
export * from './form.ts';
