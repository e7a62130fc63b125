import type { Content, FormKind } from '../form-queries.ts';
import type { FieldsProps } from './fields-props.ts';
import { TextField } from './TextField.tsx';

interface Statement {
  readonly key: keyof Content['statements'];
  readonly description?: string;
  /** Of these kinds alone; others show it where something stands in it. */
  readonly of?: readonly FormKind[];
}

const STATEMENTS: readonly Statement[] = [
  {
    key: 'remuneration',
    of: ['marketing_remunerated'],
  },
  { key: 'sale', of: ['sale_of_phi'] },
  {
    key: 'fundraising',
    of: ['fundraising_beyond_514f', 'part2_consent'],
  },
  {
    key: 'revocation',
    description: 'In writing, and with the way to do it.',
  },
  { key: 'noConditioning' },
  { key: 'redisclosure' },
  { key: 'copy' },
];

/** The statements that the law asks for; those of a kind where the form is of that kind. */
export function StatementFields({ draft, put, checked }: FieldsProps) {
  const { statements, kinds } = draft;
  const asked = STATEMENTS.filter(
    ({ key, of }) => !of || statements[key] !== '' || of.some((kind) => kinds.includes(kind)),
  );
  return asked.map(({ key, description }) => (
    <TextField
      key={key}
      {...(description && { description })}
      place={`statements.${key}`}
      value={statements[key]}
      write={(text) => put({ statements: { ...statements, [key]: text } })}
      checked={checked}
    />
  ));
}
