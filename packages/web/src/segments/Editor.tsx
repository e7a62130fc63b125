import { TextInput } from '@mantine/core';
import { Problem } from '../parts/Problem.tsx';
import { Builder } from './builder/Builder.tsx';
import { LiveCount } from './LiveCount.tsx';
import classes from './Segments.module.css';
import type { useEditor } from './use-editor.ts';

/** The name, the conditions, and beside them what they find. */
export function Editor({ editor }: { editor: ReturnType<typeof useEditor> }) {
  const { editing, name, setName, count, total, asking, incomplete, error } = editor;
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
        <Builder editing={editing} />
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
