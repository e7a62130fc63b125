import { Autocomplete, Checkbox, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { Attribute } from '../../attributes/queries.ts';
import { CODE_EXAMPLES } from '../../attributes/words.ts';
import type { ConditionDraft } from './draft.ts';
import { useNamedCodes } from './use-named-codes.tsx';

interface Props {
  attribute: Attribute;
  condition: ConditionDraft;
  /** What a screen reader calls the condition. */
  name: string;
  change: (next: (before: ConditionDraft) => ConditionDraft) => void;
}

/** What a condition compares with, in the form that its operator and attribute ask for. */
export function Operands({ attribute, condition, name, change }: Props) {
  const put = (some: Partial<ConditionDraft>) => change((before) => ({ ...before, ...some }));
  const example = attribute.system ? `such as ${CODE_EXAMPLES[attribute.system]}` : 'a value';
  switch (condition.op) {
    case 'isSet':
      return null;
    case 'equals':
      return <Literal attribute={attribute} condition={condition} name={name} put={put} />;
    case 'underCode':
      return (
        <TextInput
          aria-label={`Code of ${name}`}
          placeholder={`${example}, or a group such as E11`}
          autoComplete="off"
          spellCheck={false}
          value={String(condition.value ?? '')}
          onChange={(event) => put({ value: event.currentTarget.value })}
        />
      );
    case 'oneOf':
    case 'anyOf':
    case 'allOf':
    case 'noneOf':
      return <Values attribute={attribute} condition={condition} name={name} put={put} />;
    case 'atLeast':
      return (
        <>
          <Count
            label={`How many of ${name}`}
            value={condition.count}
            put={(count) => put({ count })}
          />
          <Values attribute={attribute} condition={condition} name={name} put={put} />
          {attribute.system === 'icd-10-cm' && (
            <Checkbox
              label="or under them"
              aria-label={`Codes under those of ${name} count too`}
              checked={condition.under}
              onChange={(event) => put({ under: event.currentTarget.checked })}
            />
          )}
        </>
      );
    case 'range':
    case 'age':
      return <Ends condition={condition} name={name} put={put} />;
    case 'ago':
    case 'ahead':
      return (
        <>
          <Ends condition={condition} name={name} put={put} />
          <Select
            aria-label={`Unit of ${name}`}
            allowDeselect={false}
            data={UNITS}
            value={condition.unit}
            onChange={(chosen) => put({ unit: UNITS.find((unit) => unit === chosen) ?? 'months' })}
          />
        </>
      );
    case 'turns':
      return (
        <>
          <Count label={`Age of ${name}`} value={condition.age} put={(age) => put({ age })} />
          <Count
            label={`Days of ${name}`}
            suffix=" days"
            value={condition.days}
            put={(days) => put({ days })}
          />
        </>
      );
    case 'inMonth':
      return (
        <Select
          aria-label={`Month of ${name}`}
          allowDeselect={false}
          data={MONTHS}
          value={String(condition.month)}
          onChange={(chosen) => put({ month: Number(chosen ?? 1) })}
        />
      );
    case 'before':
    case 'after':
      return (
        <TextInput
          type="date"
          aria-label={`Day of ${name}`}
          value={condition.day}
          onChange={(event) => put({ day: event.currentTarget.value })}
        />
      );
    case 'withinDays':
    case 'anniversary':
      return (
        <>
          <Count
            label={`Days of ${name}`}
            suffix=" days"
            value={condition.days}
            put={(days) => put({ days })}
          />
          <Select
            aria-label={`Direction of ${name}`}
            allowDeselect={false}
            data={[
              { value: 'past', label: 'back' },
              { value: 'future', label: 'ahead' },
            ]}
            value={condition.direction}
            onChange={(chosen) => put({ direction: chosen === 'future' ? 'future' : 'past' })}
          />
        </>
      );
  }
}

const UNITS = ['days', 'weeks', 'months', 'years'] as const;

const MONTHS = Array.from({ length: 12 }, (_, place) => ({
  value: String(place + 1),
  label: new Date(2026, place, 1).toLocaleString('en-US', { month: 'long' }),
}));

interface CountProps {
  label: string;
  suffix?: string;
  value: number | null;
  put: (value: number | null) => void;
}

/** A whole number from 0. */
function Count({ label, suffix = '', value, put }: CountProps) {
  return (
    <NumberInput
      aria-label={label}
      suffix={suffix}
      hideControls
      min={0}
      max={36_500}
      allowDecimal={false}
      allowNegative={false}
      value={value ?? ''}
      onChange={(next) => put(numberOf(next))}
    />
  );
}

type PartProps = Omit<LiteralProps, 'attribute'>;

function Ends({ condition, name, put }: PartProps) {
  return (
    <>
      <NumberInput
        aria-label={`Lowest of ${name}`}
        placeholder="at least"
        value={condition.min ?? ''}
        onChange={(min) => put({ min: numberOf(min) })}
      />
      <NumberInput
        aria-label={`Highest of ${name}`}
        placeholder="at most"
        value={condition.max ?? ''}
        onChange={(max) => put({ max: numberOf(max) })}
      />
    </>
  );
}

function Values({ attribute, condition, name, put }: LiteralProps) {
  const offered = useNamedCodes(attribute.system);
  const example = attribute.system ? `such as ${CODE_EXAMPLES[attribute.system]}` : 'a value';
  return (
    <TagsInput
      {...offered}
      aria-label={`Values of ${name}`}
      placeholder={condition.values.length === 0 ? `${example}, Enter, the next` : ''}
      // a text may hold a comma, a code never does
      splitChars={attribute.system ? [',', ';', '\t', '\n'] : [';', '\t', '\n']}
      acceptValueOnBlur
      clearable
      clearButtonProps={{ 'aria-label': `Empty the values of ${name}` }}
      value={[...condition.values]}
      onChange={(values) => put({ values })}
    />
  );
}

type LiteralProps = Omit<Props, 'change'> & { put: (some: Partial<ConditionDraft>) => void };

function Literal({ attribute, condition, name, put }: LiteralProps) {
  const { value } = condition;
  const label = `Value of ${name}`;
  switch (attribute.type) {
    case 'number':
      return (
        <NumberInput
          aria-label={label}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => put({ value: numberOf(next) })}
        />
      );
    case 'boolean':
      return (
        <Select
          aria-label={label}
          placeholder="yes or no"
          data={[
            { value: 'yes', label: 'yes' },
            { value: 'no', label: 'no' },
          ]}
          value={typeof value === 'boolean' ? (value ? 'yes' : 'no') : null}
          onChange={(chosen) => put({ value: chosen === null ? null : chosen === 'yes' })}
        />
      );
    case 'date':
      return (
        <TextInput
          type="date"
          aria-label={label}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => put({ value: event.currentTarget.value })}
        />
      );
    case 'text':
    case 'code':
    case 'list':
      return attribute.system === null ? (
        <TextInput
          aria-label={label}
          placeholder="a value"
          autoComplete="off"
          spellCheck={false}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => put({ value: event.currentTarget.value })}
        />
      ) : (
        <Code system={attribute.system} condition={condition} name={name} put={put} />
      );
  }
}

interface CodeProps extends Omit<LiteralProps, 'attribute'> {
  system: NonNullable<Attribute['system']>;
}

/** One code; those that have names are offered by them. */
function Code({ system, condition: { value }, name, put }: CodeProps) {
  const offered = useNamedCodes(system);
  return (
    <Autocomplete
      {...offered}
      aria-label={`Value of ${name}`}
      placeholder={`such as ${CODE_EXAMPLES[system]}`}
      autoComplete="off"
      spellCheck={false}
      value={typeof value === 'string' ? value : ''}
      onChange={(next) => put({ value: next })}
    />
  );
}

const numberOf = (value: string | number): number | null =>
  typeof value === 'number' ? value : null;
