import { Checkbox } from '@mantine/core';
import { ABOUT_WORDS, optionsOf } from '../../campaigns/interview.ts';
import { Choice } from '../../parts/Choice.tsx';
import classes from '../Forms.module.css';
import { FIELD_WORDS, fieldId } from '../field-words.ts';
import type { Content } from '../form-queries.ts';
import { Faults } from './Faults.tsx';
import type { FieldsProps } from './fields-props.ts';

type Category = NonNullable<Content['categories']>[number];

const CATEGORIES: readonly Category[] = [
  ...optionsOf(ABOUT_WORDS).map(({ value }) => value),
  'testimonial',
];
const labelOf = (category: Category) =>
  category === 'testimonial' ? 'A patient’s story' : ABOUT_WORDS[category].label;
const EXTENT = [
  { value: 'all', label: 'Everything', note: 'The widest; say so in the purposes.' },
  { value: 'chosen', label: 'Only what is ticked here' },
] as const;

/** The purposes once more, as the gate compares them with what a message is about. */
export function PurposesField({ draft, put, checked }: FieldsProps) {
  const { categories } = draft;
  return (
    <div id={fieldId('categories')} className={classes.group}>
      <Choice
        label={FIELD_WORDS.categories}
        description="What the gate compares with a campaign. It should say the same as the purposes."
        value={categories === null ? 'all' : 'chosen'}
        choose={(extent) => put({ categories: extent === 'all' ? null : (categories ?? []) })}
        options={EXTENT}
        columns
      />
      {categories !== null && (
        <Checkbox.Group
          label="Messages about"
          value={[...categories]}
          onChange={(chosen) =>
            put({ categories: CATEGORIES.filter((category) => chosen.includes(category)) })
          }
        >
          <div className={classes.columns}>
            {CATEGORIES.map((category) => (
              <Checkbox key={category} value={category} label={labelOf(category)} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <Faults checked={checked} places={['categories']} />
    </div>
  );
}
