import type { AttributeDefinition } from '@postern/core/values';

/** A definition as stored: `number` stands for it in the big tables. */
export type NumberedDefinition = AttributeDefinition & { readonly number: number };
