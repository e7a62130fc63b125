export { attributeFaults } from './attribute-faults.ts';
export { documentOf, type Signature } from './document-of.ts';
export type { Fault, FormPlace } from './fault.ts';
export { faultsOf, warningsOf } from './faults-of.ts';
export * from './form.ts';
export { keepUntil } from './keep-until.ts';
export { type Names, startingForm } from './starting-form.ts';
export { textsOf } from './texts.ts';
export { plainWording, type Wording, wordingOf } from './wording.ts';
