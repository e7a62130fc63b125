import { NumberInput, TagsInput } from '@mantine/core';
import classes from '../Forms.module.css';
import { FIELD_WORDS, fieldId } from '../field-words.ts';
import { Faults } from './Faults.tsx';
import type { FieldsProps } from './fields-props.ts';
import { TextField } from './TextField.tsx';

/** Where a story is shown, for how long, and how it comes down again. */
export function StoryFields({ draft, put, checked }: FieldsProps) {
  const story = draft.testimonial;
  if (story === null) return null;
  const tell = (some: Partial<typeof story>) => put({ testimonial: { ...story, ...some } });
  return (
    <div className={classes.group}>
      <div id={fieldId('testimonial.channels')}>
        <TagsInput
          label={FIELD_WORDS['testimonial.channels']}
          description="Website, mail, print. Press Enter after each."
          maxTags={20}
          value={[...story.channels]}
          onChange={(channels) => tell({ channels })}
        />
        <Faults checked={checked} places={['testimonial.channels']} />
      </div>
      <div id={fieldId('testimonial.platforms')}>
        <TagsInput
          label={FIELD_WORDS['testimonial.platforms']}
          description="By name or address. Press Enter after each."
          maxTags={20}
          value={[...story.platforms]}
          onChange={(platforms) => tell({ platforms })}
        />
        <Faults checked={checked} places={['testimonial.platforms']} />
      </div>
      <div id={fieldId('testimonial.months')}>
        <NumberInput
          label={FIELD_WORDS['testimonial.months']}
          maw={240}
          min={0}
          max={1200}
          allowDecimal={false}
          value={story.months}
          onChange={(months) => tell({ months: Number(months) || 0 })}
        />
        <Faults checked={checked} places={['testimonial.months']} />
      </div>
      <TextField
        place="testimonial.removal"
        value={story.removal}
        write={(removal) => tell({ removal })}
        checked={checked}
      />
    </div>
  );
}
