import { Checkbox } from '@mantine/core';
import classes from '../Forms.module.css';
import { FIELD_WORDS, fieldId } from '../field-words.ts';
import { FORM_KIND_WORDS, FORM_KINDS } from '../form-words.ts';
import { Faults } from './Faults.tsx';
import type { FieldsProps } from './fields-props.ts';

const NO_STORY = { channels: [], platforms: [], months: 24, removal: '' };

/** What the form allows; a story brings its own fields along. */
export function KindsField({ draft, put, checked }: FieldsProps) {
  const choose = (chosen: readonly string[]) => {
    const kinds = FORM_KINDS.filter((kind) => chosen.includes(kind));
    const story = kinds.includes('testimonial');
    put({ kinds, testimonial: story ? (draft.testimonial ?? NO_STORY) : null });
  };
  return (
    <div id={fieldId('kinds')}>
      <Checkbox.Group
        label={FIELD_WORDS.kinds}
        value={[...draft.kinds]}
        onChange={choose}
        classNames={{ label: classes.question ?? '' }}
      >
        <div className={classes.columns}>
          {FORM_KINDS.map((kind) => (
            <Checkbox
              key={kind}
              value={kind}
              label={FORM_KIND_WORDS[kind].label}
              description={FORM_KIND_WORDS[kind].note}
            />
          ))}
        </div>
      </Checkbox.Group>
      <Faults checked={checked} places={['kinds']} />
    </div>
  );
}
