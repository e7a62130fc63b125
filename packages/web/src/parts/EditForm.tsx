import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode, SubmitEvent } from 'react';
import { Conflict, currentOf } from './Conflict.tsx';
import classes from './EditForm.module.css';
import { Problem } from './Problem.tsx';
import { Unsaved } from './Unsaved.tsx';
import type { Edited } from './use-edited.ts';

interface Props<Saved, Change> {
  label: string;
  /** What is being edited, as in "somebody else saved this pace meanwhile". */
  what: string;
  edited: Edited<Saved, Change>;
  save: UseMutationResult<Saved, Error, { version: number; change: Change }>;
  mayWrite: boolean;
  /** Fields that show their own faults. */
  shown?: readonly string[];
  /** A version beside another, where two people saved. */
  renderVersion: (of: Change, other: Change) => ReactNode;
  children: ReactNode;
}

/**
 * A form over what is on file: saved at the version that was read, undone, kept from being lost; and
 * where somebody else saved meanwhile, both versions and the choice.
 */
export function EditForm<Saved extends { version: number }, Change>({
  label,
  what,
  edited: { base, draft, changed, changeOf, take },
  save,
  mayWrite,
  shown = [],
  renderVersion,
  children,
}: Props<Saved, Change>) {
  const theirs = currentOf<Saved>(save.error);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate({ version: base.version, change: draft });
  };
  return (
    <form onSubmit={submit}>
      <fieldset disabled={!mayWrite} className={classes.form} aria-label={label}>
        {!theirs && <Problem error={save.error} shown={shown} />}
        {children}
        {mayWrite && (
          <div className={classes.foot}>
            <Button type="submit" loading={save.isPending} disabled={!changed}>
              Save
            </Button>
            {changed && (
              <Button variant="default" onClick={() => take(base)}>
                Undo the changes
              </Button>
            )}
          </div>
        )}
      </fieldset>
      {theirs && (
        <Conflict
          what={what}
          theirs={renderVersion(changeOf(theirs), draft)}
          mine={renderVersion(draft, changeOf(theirs))}
          pending={save.isPending}
          keepMine={() => save.mutate({ version: theirs.version, change: draft })}
          takeTheirs={() => {
            save.reset();
            take(theirs);
          }}
          close={save.reset}
        />
      )}
      <Unsaved unsaved={changed}>What you changed here is not saved and would be lost.</Unsaved>
    </form>
  );
}
