import { SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Problem } from '../parts/Problem.tsx';
import { Builder } from './builder/Builder.tsx';
import { LiveCount } from './LiveCount.tsx';
import type { Segment } from './queries.ts';
import classes from './Segments.module.css';
import { TextForm } from './text/TextForm.tsx';
import type { useEditor } from './use-editor.ts';

interface Props {
  editor: ReturnType<typeof useEditor>;
  /** What is on file, to compare with; absent: nothing yet. */
  saved?: Segment;
}

/** The name, the conditions in fields or as text, and beside them what they find. */
export function Editor({ editor, saved }: Props) {
  const { editing, name, setName, count, total, asking, incomplete, error } = editor;
  const [view, setView] = useState('builder');
  return (
    <div className={classes.layout}>
      <div className={classes.main}>
        <TextInput
          label="Name"
          placeholder="Diabetes, not seen for a year"
          maxLength={120}
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label="How the conditions are shown"
          data={[
            { value: 'builder', label: 'Builder' },
            { value: 'text', label: 'Text' },
          ]}
          // what was typed stays until it is applied or taken back
          disabled={editor.isTextPending}
          value={view}
          onChange={setView}
          w="fit-content"
        />
        {view === 'text' ? (
          <TextForm editor={editor} {...(saved && { saved })} />
        ) : (
          <Builder editing={editing} />
        )}
        <Problem error={error} />
        <p className={classes.unknown}>
          If a value is not known, a condition about it does not hold; with “not”, it does. Names,
          addresses and numbers of people are sealed and cannot be searched.
        </p>
      </div>
      <LiveCount found={count} total={total} asking={asking} incomplete={incomplete} />
    </div>
  );
}
