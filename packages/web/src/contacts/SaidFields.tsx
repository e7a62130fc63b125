import { NumberInput, Select, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Choice } from '../parts/Choice.tsx';
import { Problem } from '../parts/Problem.tsx';
import { isInUse, topicsQuery } from '../topics/queries.ts';
import type { Act } from './acts.ts';
import { SCOPE_WORDS } from './consent.ts';
import { ledgerQuery } from './ledger.ts';
import type { Contact } from './queries.ts';
import type { SaidDraft } from './said-draft.ts';

interface Props {
  act: Act;
  contact: Contact;
  draft: SaidDraft;
  change: (to: Partial<SaidDraft>) => void;
}

const LANGUAGES = [
  ['en', 'English'],
  ['es', 'Spanish'],
  ['zh', 'Chinese'],
  ['vi', 'Vietnamese'],
  ['ko', 'Korean'],
  ['tl', 'Tagalog'],
  ['ru', 'Russian'],
  ['ar', 'Arabic'],
  ['ht', 'Haitian Creole'],
  ['pt', 'Portuguese'],
  ['fr', 'French'],
  ['de', 'German'],
] as const;

/** What has to be said beside the act itself. */
export function SaidFields(props: Props) {
  const { act, draft, change } = props;
  switch (act) {
    case 'opted_out':
    case 'opted_in':
      return <Scopes {...props} />;
    case 'other_address':
      return (
        <TextInput
          type="email"
          label="The other address"
          required
          value={draft.address}
          onChange={(event) => change({ address: event.currentTarget.value })}
        />
      );
    case 'unencrypted':
      return <Warning {...props} />;
    case 'frequency':
      return <Frequency {...props} />;
    case 'channel':
      return (
        <Choice
          label="By what?"
          value={draft.channel}
          choose={(channel) => change({ channel })}
          options={[
            { value: 'phone', label: 'Phone' },
            { value: 'post', label: 'Post' },
            { value: 'portal', label: 'Portal' },
            { value: 'email', label: 'Email' },
          ]}
        />
      );
    case 'language':
      return (
        <Select
          label="Language"
          searchable
          allowDeselect={false}
          data={LANGUAGES.map(([value, label]) => ({ value, label }))}
          value={draft.language}
          onChange={(language) => language && change({ language })}
        />
      );
    case 'deceased':
      return (
        <TextInput
          type="date"
          label="Day of death"
          description="Leave it empty where it is not known."
          value={draft.on}
          onChange={(event) => change({ on: event.currentTarget.value })}
        />
      );
    default:
      return null;
  }
}

function Scopes({ act, contact, draft, change }: Props) {
  const topics = useQuery(topicsQuery).data?.data ?? [];
  const scopes = Object.entries(SCOPE_WORDS).map(([value, words]) => ({
    value,
    ...words,
  }));
  const options = [
    ...scopes,
    ...topics
      .filter(isInUse)
      .map(({ id, name }) => ({ value: `topic:${id}`, label: `The topic “${name}”`, note: '' })),
  ].filter(
    ({ value }) =>
      act === 'opted_out' ||
      contact.standing.optOuts.includes(value) ||
      !(value in SCOPE_WORDS) ||
      value.startsWith('stream:'),
  );
  return (
    <Choice
      label="Of what?"
      value={draft.scope}
      choose={(scope) => change({ scope })}
      options={options}
    />
  );
}

function Warning({ contact, draft, change }: Props) {
  const { data, error } = useQuery(ledgerQuery(contact.id, null));
  const warning = data?.warning ?? null;
  useEffect(() => {
    if (warning !== draft.warning) change({ warning });
  });
  return (
    <>
      <Problem error={error} />
      {warning === null ? <Skeleton h={96} /> : <blockquote>{warning}</blockquote>}
    </>
  );
}

function Frequency({ draft, change }: Props) {
  return (
    <>
      <Choice
        label="At most"
        value={draft.often}
        choose={(often) => change({ often })}
        options={[
          { value: 'day', label: 'So many a day' },
          { value: 'week', label: 'So many a week' },
          { value: 'month', label: 'So many a month' },
          { value: 'as_is', label: 'As often as there is something' },
        ]}
      />
      {draft.often !== 'as_is' && (
        <NumberInput
          label="How many"
          min={1}
          max={99}
          allowDecimal={false}
          value={draft.most}
          onChange={(most) => typeof most === 'number' && change({ most })}
        />
      )}
    </>
  );
}
