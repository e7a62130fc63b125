import { TextInput } from '@mantine/core';
import { Choice } from '../../parts/Choice.tsx';
import classes from '../Forms.module.css';
import { FIELD_WORDS, fieldId } from '../field-words.ts';
import { FORM_SCOPE_WORDS } from '../form-words.ts';
import { AttributesField } from './AttributesField.tsx';
import { ExpiryField } from './ExpiryField.tsx';
import { Faults } from './Faults.tsx';
import type { FieldsProps } from './fields-props.ts';
import { KindsField } from './KindsField.tsx';
import { PurposesField } from './PurposesField.tsx';
import { StatementFields } from './StatementFields.tsx';
import { StoryFields } from './StoryFields.tsx';
import { TextField } from './TextField.tsx';

const SCOPES = (['contact', 'demographic', 'service', 'diagnosis'] as const).map((value) => ({
  value,
  ...FORM_SCOPE_WORDS[value],
}));

/** All that a form says, in the order in which a person reads it. */
export function Fields({ draft, put, checked }: FieldsProps) {
  const same = { draft, put, checked };
  return (
    <div className={classes.fields}>
      <div id={fieldId('title')}>
        <TextInput
          label={FIELD_WORDS.title}
          maxLength={200}
          value={draft.title}
          onChange={(event) => put({ title: event.currentTarget.value })}
        />
        <Faults checked={checked} places={['title']} />
      </div>
      <div id={fieldId('language')}>
        <TextInput
          label={FIELD_WORDS.language}
          description="A language tag: en for English, es for Spanish."
          maxLength={35}
          maw={320}
          value={draft.language}
          onChange={(event) => put({ language: event.currentTarget.value })}
        />
        <Faults checked={checked} places={['language']} />
      </div>
      <KindsField {...same} />
      <TextField
        description="Why you ask, in a few plain sentences."
        place="introduction"
        value={draft.introduction}
        write={(introduction) => put({ introduction })}
        checked={checked}
      />
      <TextField
        description="Specific enough that the person knows what is meant."
        place="information"
        value={draft.information}
        write={(information) => put({ information })}
        checked={checked}
      />
      <div id={fieldId('informationScope')}>
        <Choice
          label={FIELD_WORDS.informationScope}
          description="What the gate goes by. Each allows what stands before it too."
          value={draft.informationScope === 'none' ? null : draft.informationScope}
          choose={(informationScope) => put({ informationScope })}
          options={SCOPES}
          columns
        />
        <Faults checked={checked} places={['informationScope']} />
      </div>
      <AttributesField {...same} />
      <TextField
        place="discloser"
        maxLength={1000}
        value={draft.discloser}
        write={(discloser) => put({ discloser })}
        checked={checked}
      />
      <TextField
        place="receiver"
        maxLength={1000}
        value={draft.receiver}
        write={(receiver) => put({ receiver })}
        checked={checked}
      />
      <TextField
        description="Each purpose, in words."
        place="purpose"
        value={draft.purpose}
        write={(purpose) => put({ purpose })}
        checked={checked}
      />
      <PurposesField {...same} />
      {draft.kinds.includes('testimonial') && <StoryFields {...same} />}
      <ExpiryField {...same} />
      <StatementFields {...same} />
    </div>
  );
}
