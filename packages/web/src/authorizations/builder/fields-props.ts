import type { Checked, Content } from '../form-queries.ts';

/** What every field of the builder is given. */
export interface FieldsProps {
  draft: Content;
  put: (some: Partial<Content>) => void;
  checked: Checked | undefined;
}
