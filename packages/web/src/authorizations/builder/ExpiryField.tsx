import { NumberInput, TextInput } from '@mantine/core';
import { AttributeSelect } from '../../attributes/AttributeSelect.tsx';
import { isLive, useAttributes } from '../../attributes/queries.ts';
import { Choice } from '../../parts/Choice.tsx';
import classes from '../Forms.module.css';
import { FIELD_WORDS, fieldId } from '../field-words.ts';
import type { Content } from '../form-queries.ts';
import { Faults } from './Faults.tsx';
import type { FieldsProps } from './fields-props.ts';

type Expiry = NonNullable<Content['expiry']>;
type Kind = Expiry['kind'];

const ENDS = [
  { value: 'after', label: 'So long after signing', note: 'The same for everybody.' },
  { value: 'date', label: 'On a day', note: 'Whenever it was signed.' },
  { value: 'event', label: 'When something happens', note: 'Such as leaving the practice.' },
] as const satisfies readonly { value: Kind; label: string; note: string }[];

const BEGIN: Record<Kind, Expiry> = {
  after: { kind: 'after', months: 24 },
  date: { kind: 'date', on: '' },
  event: { kind: 'event', name: '', when: null },
};

/** When the authorization ends. */
export function ExpiryField({ draft, put, checked }: FieldsProps) {
  const { expiry } = draft;
  return (
    <div id={fieldId('expiry')} className={classes.group}>
      <Choice
        label={FIELD_WORDS.expiry}
        value={expiry?.kind ?? null}
        choose={(kind) => kind !== expiry?.kind && put({ expiry: BEGIN[kind] })}
        options={ENDS}
        columns
      />
      {expiry?.kind === 'after' && (
        <NumberInput
          label="Months after signing"
          maw={240}
          min={0}
          max={1200}
          allowDecimal={false}
          value={expiry.months}
          onChange={(months) => put({ expiry: { kind: 'after', months: Number(months) || 0 } })}
        />
      )}
      {expiry?.kind === 'date' && (
        <TextInput
          type="date"
          label="Ends on"
          maw={240}
          description="It is good through the whole of this day."
          value={expiry.on}
          onChange={(event) => put({ expiry: { kind: 'date', on: event.currentTarget.value } })}
        />
      )}
      {expiry?.kind === 'event' && (
        <Event event={expiry} put={(some) => put({ expiry: { ...expiry, ...some } })} />
      )}
      <Faults checked={checked} places={['expiry']} />
    </div>
  );
}

type EventEnd = Extract<Expiry, { kind: 'event' }>;

function Event({ event, put }: { event: EventEnd; put: (some: Partial<EventEnd>) => void }) {
  const attributes = useAttributes();
  const { when } = event;
  return (
    <>
      <TextInput
        label="Ends when"
        description="As the signer reads it: “I leave the practice”."
        maxLength={200}
        value={event.name}
        onChange={({ currentTarget: { value: name } }) => put({ name })}
      />
      <AttributeSelect
        label="The attribute that tells it"
        description="Looked at every day; with none, somebody ends it by hand."
        attributes={attributes.filter(isLive)}
        former={attributes.find(({ key }) => key === when?.attribute)}
        none="None"
        value={when?.attribute ?? null}
        choose={(key) =>
          put({ when: key === null ? null : { attribute: key, value: when?.value ?? '' } })
        }
      />
      {when && (
        <TextInput
          label="Its value then"
          maxLength={200}
          value={when.value}
          onChange={({ currentTarget: { value } }) => put({ when: { ...when, value } })}
        />
      )}
    </>
  );
}
