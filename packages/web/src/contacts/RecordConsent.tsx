import { Button, Menu, Textarea } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { Ask } from '../parts/Ask.tsx';
import { ACTS, type Act, actsFor } from './acts.ts';
import { useRecordConsent } from './consent.ts';
import type { Contact } from './queries.ts';
import { SaidFields } from './SaidFields.tsx';
import { SignedPaper } from './SignedPaper.tsx';
import { changeOf, EMPTY_DRAFT } from './said-draft.ts';

/** Records what somebody told the staff, or signed. */
export function RecordConsent({ contact }: { contact: Contact }) {
  const [act, setAct] = useState<Act | 'signed' | null>(null);
  return (
    <>
      <Menu position="bottom-end" withinPortal={false}>
        <Menu.Target>
          <Button rightSection={<IconChevronDown size={16} aria-hidden />}>
            Record what they said
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAct('signed')}>A signed authorization</Menu.Item>
          {actsFor(contact).map((one) => (
            <Menu.Item key={one} onClick={() => setAct(one)}>
              {ACTS[one].item}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {act === 'signed' && <SignedPaper contact={contact} close={() => setAct(null)} />}
      {act && act !== 'signed' && (
        <RecordDialog contact={contact} act={act} close={() => setAct(null)} />
      )}
    </>
  );
}

interface DialogProps {
  contact: Contact;
  act: Act;
  close: () => void;
}

function RecordDialog({ contact, act, close }: DialogProps) {
  const record = useRecordConsent(contact.id, close);
  const [draft, setDraft] = useState({
    ...EMPTY_DRAFT,
    scope: (act === 'opted_in' && contact.standing.optOuts[0]) || EMPTY_DRAFT.scope,
  });
  const [isMissing, setMissing] = useState(false);
  const { title, effect, yes } = ACTS[act];
  const save = () => {
    const change = changeOf(act, draft);
    setMissing(change === null);
    if (change !== null) record.mutate(change);
  };
  return (
    <Ask
      title={title}
      yes={yes}
      grave={act === 'deceased'}
      pending={record.isPending}
      error={record.error}
      act={save}
      close={close}
    >
      <div style={{ display: 'grid', gap: 16 }}>
        <SaidFields
          act={act}
          contact={contact}
          draft={draft}
          change={(to) => setDraft((one) => ({ ...one, ...to }))}
        />
        <Textarea
          label="Note"
          description="What they said, to whom, in which words. It is kept sealed, and shown to them if they ask."
          autosize
          minRows={2}
          maxLength={2000}
          value={draft.note}
          onChange={(event) => {
            const note = event.currentTarget.value;
            setDraft((one) => ({ ...one, note }));
          }}
        />
        <p style={{ margin: 0 }}>{effect}</p>
        {isMissing && <p role="alert">Something is still missing above.</p>}
      </div>
    </Ask>
  );
}
