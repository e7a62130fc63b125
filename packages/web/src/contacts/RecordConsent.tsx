import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { Ask } from '../parts/Ask.tsx';
import { Choice } from '../parts/Choice.tsx';
import { type ConsentChange, SCOPE_WORDS, type Scope, useRecordConsent } from './consent.ts';
import type { Contact } from './queries.ts';
import { SignedPaper } from './SignedPaper.tsx';

type Act =
  | 'opted_out'
  | 'opted_in'
  | 'restriction_agreed'
  | 'restriction_ended'
  | 'no_email'
  | 'email_again'
  | 'deceased';

interface Words {
  item: string;
  title: string;
  effect: string;
  yes: string;
}

const ACTS: Record<Act, Words> = {
  opted_out: {
    item: 'Opts out',
    title: 'They opt out',
    effect:
      'From the next message on the gate refuses what they opt out of, also in a campaign that is being sent now. An authorization on file does not change that.',
    yes: 'Record the opt-out',
  },
  opted_in: {
    item: 'Opts in again',
    title: 'They opt in again',
    effect:
      'From the next message on their opt-out no longer stands in the way. Marketing still needs a valid authorization.',
    yes: 'Record it',
  },
  restriction_agreed: {
    item: 'A restriction was agreed to',
    title: 'A restriction was agreed to',
    effect:
      'You agreed not to use their data for certain messages, and that binds you. From the next message on the gate refuses those.',
    yes: 'Record the restriction',
  },
  restriction_ended: {
    item: 'The restriction ended',
    title: 'The restriction ended',
    effect: 'From the next message on the restriction no longer stands in the way.',
    yes: 'Record the end',
  },
  no_email: {
    item: 'Wants no email',
    title: 'They want no email',
    effect:
      'They asked to be reached in another way. From the next message on nothing is sent to them by email, not even about their care.',
    yes: 'Record the wish',
  },
  email_again: {
    item: 'May be written to by email again',
    title: 'They may be written to by email again',
    effect: 'From the next message on the wish for no email no longer stands in the way.',
    yes: 'Record it',
  },
  deceased: {
    item: 'Has died',
    title: 'They have died',
    effect:
      'From the next message on nothing is sent to them. Their data stays protected for fifty years. This cannot be taken back here.',
    yes: 'Record the death',
  },
};

const factOf = (act: Act, scope: Scope): ConsentChange => {
  switch (act) {
    case 'opted_out':
    case 'opted_in':
      return { kind: act, scope };
    case 'restriction_agreed':
    case 'restriction_ended':
    case 'deceased':
      return { kind: act };
    case 'no_email':
      return { kind: 'confidential_communication', wish: 'no_email' };
    case 'email_again':
      return { kind: 'confidential_communication', wish: 'none' };
  }
};

/** What can be recorded now: no restriction ends that is not there. */
function actsFor({ standing }: Contact): readonly Act[] {
  return [
    'opted_out',
    ...(standing.optOuts.length > 0 ? (['opted_in'] as const) : []),
    standing.restriction ? 'restriction_ended' : 'restriction_agreed',
    standing.confidentialCommunication ? 'email_again' : 'no_email',
    ...(standing.deceased ? [] : (['deceased'] as const)),
  ];
}

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
  const scopes = (Object.keys(SCOPE_WORDS) as Scope[]).filter(
    (scope) => act !== 'opted_in' || contact.standing.optOuts.includes(scope),
  );
  const [scope, setScope] = useState<Scope>(scopes[0] ?? 'all_commercial');
  const { title, effect, yes } = ACTS[act];
  return (
    <Ask
      title={title}
      yes={yes}
      grave={act === 'deceased'}
      pending={record.isPending}
      error={record.error}
      act={() => record.mutate(factOf(act, scope))}
      close={close}
    >
      {(act === 'opted_out' || act === 'opted_in') && (
        <Choice
          label="Of what?"
          value={scope}
          choose={setScope}
          options={scopes.map((value) => ({ value, ...SCOPE_WORDS[value] }))}
        />
      )}
      <p style={{ marginBottom: 0 }}>{effect}</p>
    </Ask>
  );
}
