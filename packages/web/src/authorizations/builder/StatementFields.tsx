import type { Content, FormKind } from '../form-queries.ts';
import type { FieldsProps } from './fields-props.ts';
import { TextField } from './TextField.tsx';

interface Statement {
  readonly key: keyof Content['statements'];
  readonly label: string;
  readonly description?: string;
  /** Of these kinds alone; others show it where something stands in it. */
  readonly of?: readonly FormKind[];
}

const STATEMENTS: readonly Statement[] = [
  {
    key: 'remuneration',
    label: 'That somebody pays, and who',
    of: ['marketing_remunerated'],
  },
  { key: 'sale', label: 'That the information is sold', of: ['sale_of_phi'] },
  {
    key: 'fundraising',
    label: 'That one may choose to get no fundraising mail',
    of: ['fundraising_beyond_514f', 'part2_consent'],
  },
  {
    key: 'revocation',
    label: 'The right to revoke it, and how',
    description: 'In writing, and with the way to do it.',
  },
  { key: 'noConditioning', label: 'That care does not depend on signing' },
  { key: 'redisclosure', label: 'That what is disclosed may be disclosed again' },
  { key: 'copy', label: 'That the signer gets a copy' },
];

/** The statements that the law asks for; those of a kind where the form is of that kind. */
export function StatementFields({ draft, put, checked }: FieldsProps) {
  const { statements, kinds } = draft;
  const asked = STATEMENTS.filter(
    ({ key, of }) => !of || statements[key] !== '' || of.some((kind) => kinds.includes(kind)),
  );
  return asked.map(({ key, label, description }) => (
    <TextField
      key={key}
      label={label}
      {...(description && { description })}
      place={`statements.${key}`}
      value={statements[key]}
      write={(text) => put({ statements: { ...statements, [key]: text } })}
      checked={checked}
    />
  ));
}
