import { Anchor, Button, Drawer, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { withShownDays } from '../parts/days.ts';
import { Problem } from '../parts/Problem.tsx';
import { When } from '../parts/When.tsx';
import { useMay } from '../session/session.ts';
import classes from './ContactPage.module.css';
import { LedgerEntry } from './LedgerEntry.tsx';
import { type Ledger, ledgerFile, ledgerQuery } from './ledger.ts';

interface Props {
  id: string;
  /** The moment to begin with, RFC 3339; null: now. */
  at: string | null;
  close: () => void;
}

/** All that a person ever allowed or refused, and what was on file of it at any moment. */
export function LedgerDrawer({ id, at: first, close }: Props) {
  const mayExport = useMay('people:export');
  const [at, setAt] = useState(first);
  const { data, error, isPending } = useQuery(ledgerQuery(id, at));
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={560}
      title={at === null ? 'The whole ledger' : 'What was on file then'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Moment at={at} choose={setAt} />
      <Problem error={error} />
      {isPending && <Skeleton h={240} />}
      {data && <Shown ledger={data} past={at !== null} />}
      {at === null && mayExport && (
        <p className={classes.words}>
          Download: <Anchor href={ledgerFile(id, 'letter')}>in plain words, for them</Anchor>
          {' · '}
          <Anchor href={ledgerFile(id, 'evidence')}>as evidence (NDJSON)</Anchor>
        </p>
      )}
    </Drawer>
  );
}

function Shown({ ledger, past }: { ledger: Ledger; past: boolean }) {
  const late = ledger.events.filter(({ recordedLater }) => recordedLater).length;
  return (
    <>
      <h3 className={classes.kinds}>
        {past ? (
          <>
            Where they stood: <When time={ledger.at} />
          </>
        ) : (
          'Where they stand'
        )}
      </h3>
      <ul>
        {ledger.standing.map((sentence) => (
          <li key={sentence}>{withShownDays(sentence)}</li>
        ))}
        {ledger.standing.length === 0 && <li>Had said no to nothing.</li>}
        <li>{authorizationWords(ledger)}</li>
      </ul>
      {past && late > 0 && (
        <p className={classes.words}>
          {late === 1 ? 'One event' : `${late} events`} below took effect before that moment, but{' '}
          {late === 1 ? 'was' : 'were'} written down only after it.
        </p>
      )}
      <h3 className={classes.kinds}>How it came, newest first</h3>
      {ledger.events.length === 0 && <p className={classes.dim}>Nothing was recorded.</p>}
      <ol className={classes.events}>
        {ledger.events.map((event) => (
          <LedgerEntry key={event.id} event={event} />
        ))}
      </ol>
    </>
  );
}

function authorizationWords({ authorizations }: Ledger): string {
  const valid = authorizations.filter((one) => one.valid).length;
  if (authorizations.length === 0) return 'No authorization was on file.';
  const word = authorizations.length === 1 ? 'authorization' : 'authorizations';
  return `${authorizations.length} ${word} on file, ${valid} valid.`;
}

/** Asks for a day and a time, as the clock on the wall here shows it. */
function Moment({ at, choose }: { at: string | null; choose: (at: string | null) => void }) {
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const time = new Date(text);
    if (!Number.isNaN(time.getTime())) choose(time.toISOString());
  };
  return (
    <form onSubmit={submit} style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginBottom: 16 }}>
      <TextInput
        type="datetime-local"
        label="What was on file at this moment?"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={text === ''} style={{ alignSelf: 'end' }}>
        Show
      </Button>
      {at !== null && (
        <Button variant="subtle" onClick={() => choose(null)} style={{ alignSelf: 'end' }}>
          As of now
        </Button>
      )}
    </form>
  );
}
