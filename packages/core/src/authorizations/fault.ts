import type { AuthorizationForm } from './form.ts';

/** A field of the form, as a path into it. */
export type FormPlace =
  | Exclude<keyof AuthorizationForm, 'statements' | 'testimonial'>
  | `statements.${keyof AuthorizationForm['statements']}`
  | `testimonial.${keyof NonNullable<AuthorizationForm['testimonial']>}`;

/** One way in which a form falls short, to be shown beside its field. */
export interface Fault {
  readonly code: string;
  readonly place: FormPlace;
  readonly sentence: string;
  /** Most general first; a rule of ours says so. */
  readonly citations: readonly string[];
}
