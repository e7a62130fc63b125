import { Button, Checkbox, FileInput, Group, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { problemOf } from '../api/problem.ts';
import { ABOUT_WORDS, optionsOf } from '../campaigns/interview.ts';
import { Choice } from '../parts/Choice.tsx';
import { Problem } from '../parts/Problem.tsx';
import {
  CIRCUMSTANCES,
  COMBINED_WORDS,
  KIND_NOTES,
  KIND_WORDS,
  type Kind,
  SCOPE_WORDS,
  STATEMENTS,
} from './authorization-words.ts';
import { Checklist } from './Checklist.tsx';
import { useRecordConsent } from './consent.ts';
import { Ending } from './Ending.tsx';
import type { Contact } from './queries.ts';
import { SCAN_TYPES } from './SignedFile.tsx';
import classes from './SignedPaper.module.css';
import { documentOf, EMPTY, type SignedDraft, slipsOf } from './signed-draft.ts';
import { useFileScan } from './signing.ts';

const KINDS = Object.keys(KIND_WORDS) as Kind[];
const COMBINED = Object.entries(COMBINED_WORDS).map(([value, label]) => ({ value, label }));
const PURPOSES = [
  { value: 'all', label: 'For all that it allows' },
  { value: 'chosen', label: 'For some purposes only' },
] as const;
/** Fields that tell of their own fault. */
const POINTED = ['document/signedOn', 'document/expiry/on'];

/** Reads a signed paper into the file: what it allows, until when, and what it says. */
export function SignedPaper({ contact, close }: { contact: Contact; close: () => void }) {
  const [draft, setDraft] = useState<SignedDraft>(EMPTY);
  const [tried, setTried] = useState(false);
  const [scan, setScan] = useState<File | null>(null);
  /** Once it is on file, only the scan is tried again. */
  const [recorded, setRecorded] = useState<string | null>(null);
  const record = useRecordConsent(contact.id, () => undefined);
  const filing = useFileScan(contact.id);
  const put = (some: Partial<SignedDraft>) => setDraft((old) => ({ ...old, ...some }));
  const slips = slipsOf(draft);
  const shown = tried ? slips : {};
  const answered = record.error ? problemOf(record.error) : null;
  const fileScan = (documentId: string) => {
    if (scan === null) return close();
    filing.mutate({ documentId, file: scan }, { onSuccess: close });
  };
  const save = () => {
    setTried(true);
    if (recorded !== null) return fileScan(recorded);
    const document = documentOf(draft);
    if (document === null) return;
    const before = new Set(contact.authorizations.map(({ id }) => id));
    record.mutate(
      { kind: 'authorization_signed', document },
      {
        onSuccess: ({ authorizations }) => {
          const made = authorizations.find(({ id }) => !before.has(id));
          if (made === undefined) return close();
          setRecorded(made.id);
          fileScan(made.id);
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={close}
      // a slip of the mouse loses nothing that was read off
      closeOnClickOutside={false}
      size="lg"
      title="A signed authorization"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Checkbox.Group
          label="What does it allow?"
          value={[...draft.kinds]}
          onChange={(kinds) => put({ kinds })}
          error={shown.kinds}
          classNames={{ label: classes.question ?? '' }}
        >
          <div className={classes.columns}>
            {KINDS.map((kind) => (
              <Checkbox
                key={kind}
                value={kind}
                label={KIND_WORDS[kind]}
                description={KIND_NOTES[kind]}
              />
            ))}
          </div>
        </Checkbox.Group>
        <Choice
          label="For which purposes?"
          value={draft.purposes}
          choose={(purposes) => put({ purposes })}
          options={PURPOSES}
          error={shown.purposes}
          columns
        />
        {draft.purposes === 'chosen' && (
          <Checkbox.Group
            label="Messages about"
            value={[...draft.categories]}
            onChange={(categories) => put({ categories })}
            error={shown.categories}
            classNames={{ label: classes.question ?? '' }}
          >
            <div className={classes.columns}>
              {optionsOf(ABOUT_WORDS).map(({ value, label }) => (
                <Checkbox key={value} value={value} label={label} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        <Choice
          label="Which information at most?"
          description="Each allows what stands before it too."
          value={draft.scope}
          choose={(scope) => put({ scope })}
          options={optionsOf(SCOPE_WORDS)}
          error={shown.scope}
          columns
        />
        <TextInput
          type="date"
          label="Signed on"
          value={draft.signedOn}
          onChange={(event) => put({ signedOn: event.currentTarget.value })}
          error={shown.signedOn ?? answered?.field('document/signedOn')}
        />
        <Ending
          draft={draft}
          put={put}
          error={shown.ends}
          onError={shown.endsOn ?? answered?.field('document/expiry/on')}
          withError={shown.endsWith}
        />
        <Checklist
          label="What does the paper say?"
          description="Check all that the paper says; what is missing makes it not valid."
          elements={STATEMENTS.filter(({ of }) => of === undefined || draft.kinds.includes(of))}
          checked={draft.checked}
          check={(checked) => put({ checked })}
        />
        <Checklist
          label="How was it signed?"
          elements={CIRCUMSTANCES.filter(
            ({ flag }) =>
              flag !== 'representativeAuthorityDescribed' ||
              draft.checked.includes('signedByRepresentative'),
          )}
          checked={draft.checked}
          check={(checked) => put({ checked })}
        />
        <Select
          label="What else stands on the same paper?"
          allowDeselect={false}
          placeholder="Choose"
          data={COMBINED}
          value={draft.combinedWith}
          error={shown.combinedWith}
          onChange={(value) => put({ combinedWith: value as SignedDraft['combinedWith'] })}
        />
        <FileInput
          label="Scan of the paper"
          description="A PDF, or a picture as PNG or JPEG, of at most 20 MB. It can be added later too."
          placeholder="Choose a file"
          accept={SCAN_TYPES}
          clearable
          clearButtonProps={{ 'aria-label': 'Take the scan out' }}
          value={scan}
          onChange={setScan}
        />
        <Problem error={record.error} shown={POINTED} />
        <Problem error={filing.error} />
        {filing.error && (
          <p role="alert" style={{ margin: 0 }}>
            The paper is on file; its scan is not yet.
          </p>
        )}
        {Object.keys(shown).length > 0 && (
          <p role="alert" style={{ margin: 0 }}>
            Something is still to be filled in above.
          </p>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={record.isPending || filing.isPending}>
            Put it on file
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
