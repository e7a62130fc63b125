import { NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { KIND_WORDS } from '../../contacts/authorization-words.ts';
import { isInUse, topicsQuery } from '../../topics/queries.ts';
import { segmentsQuery } from '../queries.ts';
import { CampaignSelect } from './CampaignSelect.tsx';
import type { PersonOperands } from './person-draft.ts';
import { CHANNELS, FINDINGS, HAPPENED, SCOPES, STATES, STREAMS } from './person-words.ts';

interface Props {
  said: PersonOperands;
  /** What a screen reader calls the condition. */
  name: string;
  put: (some: Partial<PersonOperands>) => void;
}

/** What such a condition says, in the form that it asks for. */
export function PersonFields({ said, name, put }: Props) {
  switch (said.op) {
    case 'event':
      return <EventFields said={said} name={name} put={put} />;
    case 'consent':
      return <ConsentFields said={said} name={name} put={put} />;
    case 'segment':
      return <SegmentField said={said} name={name} put={put} />;
    case 'address':
      return (
        <Words
          label={`What of the address in ${name}`}
          words={FINDINGS}
          value={said.finding}
          choose={(finding) => put({ finding })}
        />
      );
    case 'authorizationEnds':
      return <Days label={`Days of ${name}`} said={said} put={put} prefix="within " />;
    case 'recentlyMailed':
      return (
        <>
          <Days label={`Days of ${name}`} said={said} put={put} prefix="within " />
          <Words
            label={`Stream of ${name}`}
            words={{ any: 'anything', ...STREAMS }}
            value={said.stream ?? 'any'}
            choose={(chosen) => put({ stream: chosen === 'any' ? null : chosen })}
          />
        </>
      );
    case 'sample':
      return (
        <>
          <NumberInput
            aria-label={`Share of ${name}`}
            suffix=" percent"
            hideControls
            min={0.001}
            max={100}
            value={said.percent ?? ''}
            onChange={(value) => put({ percent: numberOf(value) })}
          />
          <TextInput
            aria-label={`Word of ${name}: the same word draws the same people`}
            placeholder="a word"
            maxLength={64}
            value={said.seed}
            onChange={(event) => put({ seed: event.currentTarget.value })}
          />
        </>
      );
  }
}

function EventFields({ said, name, put }: Props) {
  return (
    <>
      <Words
        label={`What happened in ${name}`}
        words={HAPPENED}
        value={said.event}
        choose={(event) => put({ event })}
      />
      <CampaignSelect
        label={`Campaign of ${name}`}
        value={said.campaign}
        choose={(campaign) => put({ campaign })}
      />
      {said.event === 'clicked' && said.campaign !== null && (
        <NumberInput
          aria-label={`Link of ${name}, by its number in the report`}
          placeholder="any link"
          prefix="link "
          hideControls
          min={0}
          allowDecimal={false}
          value={said.link ?? ''}
          onChange={(value) => put({ link: numberOf(value) })}
        />
      )}
      <Days label={`Days of ${name}`} said={said} put={put} prefix="within " empty="ever" />
      <NumberInput
        aria-label={`More than how many days ago in ${name}`}
        placeholder="no matter how long ago"
        prefix="more than "
        suffix=" days ago"
        hideControls
        min={0}
        max={36_500}
        allowDecimal={false}
        allowNegative={false}
        value={said.before ?? ''}
        onChange={(value) => put({ before: numberOf(value) })}
      />
      <NumberInput
        aria-label={`How many times in ${name}`}
        placeholder="once or more"
        suffix=" times or more"
        hideControls
        min={1}
        max={1000}
        allowDecimal={false}
        value={said.times ?? ''}
        onChange={(value) => put({ times: numberOf(value) })}
      />
    </>
  );
}

function ConsentFields({ said, name, put }: Props) {
  const topics = useQuery(topicsQuery);
  const { state, scope } = said;
  const named = (topics.data?.data ?? [])
    .filter((topic) => isInUse(topic) || scope === `topic:${topic.id}`)
    .map((topic) => ({ value: `topic:${topic.id}`, label: `the topic “${topic.name}”` }));
  const scopes = [...Object.entries(SCOPES).map(([value, label]) => ({ value, label })), ...named];
  const isKnown = scopes.some(({ value }) => value === scope);
  return (
    <>
      <Words
        label={`State of ${name}`}
        words={STATES}
        value={state}
        choose={(next) => put({ state: next })}
      />
      {(state === 'opted_in' || state === 'opted_out') && (
        <Select
          aria-label={`Scope of ${name}`}
          allowDeselect={false}
          searchable
          data={isKnown ? scopes : [...scopes, { value: scope, label: 'another topic' }]}
          value={scope}
          onChange={(chosen) => chosen !== null && put({ scope: chosen })}
        />
      )}
      {state === 'authorized' && (
        <Words
          label={`Kind of authorization of ${name}`}
          words={KIND_WORDS}
          value={said.allowed}
          choose={(allowed) => put({ allowed })}
        />
      )}
      {state === 'prefers' && (
        <Words
          label={`Channel of ${name}`}
          words={CHANNELS}
          value={said.channel}
          choose={(channel) => put({ channel })}
        />
      )}
    </>
  );
}

function SegmentField({ said, name, put }: Props) {
  const segments = useQuery(segmentsQuery);
  const data = (segments.data?.data ?? []).map(({ id, name: label }) => ({ value: id, label }));
  const { segment } = said;
  const isGone = segment !== null && segments.data && !data.some(({ value }) => value === segment);
  return (
    <Select
      aria-label={`Segment of ${name}`}
      placeholder="Choose a segment"
      searchable
      nothingFoundMessage="No segment is called that"
      data={isGone ? [...data, { value: segment, label: 'A segment that was deleted' }] : data}
      value={segment}
      onChange={(chosen) => put({ segment: chosen })}
    />
  );
}

interface DaysProps {
  label: string;
  said: PersonOperands;
  put: Props['put'];
  prefix: string;
  empty?: string;
}

function Days({ label, said, put, prefix, empty = 'days' }: DaysProps) {
  return (
    <NumberInput
      aria-label={label}
      prefix={prefix}
      suffix=" days"
      placeholder={empty}
      hideControls
      min={0}
      max={36_500}
      allowDecimal={false}
      allowNegative={false}
      value={said.days ?? ''}
      onChange={(value) => put({ days: numberOf(value) })}
    />
  );
}

interface WordsProps<T extends string> {
  label: string;
  words: Readonly<Record<T, string>>;
  value: T;
  choose: (value: T) => void;
}

function Words<T extends string>({ label, words, value, choose }: WordsProps<T>) {
  const values = Object.keys(words) as T[];
  return (
    <Select
      aria-label={label}
      allowDeselect={false}
      data={values.map((one) => ({ value: one as string, label: words[one] }))}
      value={value}
      onChange={(chosen) => {
        const found = values.find((one) => one === chosen);
        if (found) choose(found);
      }}
    />
  );
}

const numberOf = (value: string | number): number | null =>
  typeof value === 'number' ? value : null;
