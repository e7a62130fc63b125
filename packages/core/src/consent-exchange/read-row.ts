import {
  CHANNELS,
  type ConsentFact,
  type OptOutScope,
  PERIODS,
  REVOKED_KINDS,
  STREAMS,
} from '../consent/index.ts';
import { readEmail } from '../contacts/index.ts';
import { OPT_OUTS } from '../gate/index.ts';
import { readDay } from '../values/index.ts';
import { type CellFault, type Cells, COLUMNS, type Column } from './columns.ts';
import { type CellReader, cellReader, readDocument } from './read-document.ts';
import { EXPECTED_TIME, mayLoosen, type RowTime, readTime, timeOf } from './row-time.ts';

export const EVENTS = [
  'authorization_signed',
  'authorization_revoked',
  'authorization_expired',
  'earlier_revoked',
  'copy_given',
  'opted_out',
  'opted_in',
  'restriction_requested',
  'restriction_agreed',
  'restriction_declined',
  'restriction_ended',
  'confidential_communication',
  'unencrypted_mail',
  'deceased',
  'minor_consents_alone',
  'complained',
  'frequency_chosen',
  'channel_chosen',
  'language_chosen',
] as const satisfies readonly ConsentFact['kind'][];

/** What a row says, before anybody looked who it is about. */
export interface ConsentRow {
  readonly recordNumber: string | null;
  readonly email: string | null;
  readonly time: RowTime;
  /** Documents are named by the file's own references, topics by their names: `topic:News`. */
  readonly fact: ConsentFact;
  readonly otherAddress: string | null;
}

export type ReadRow =
  | { readonly kind: 'row'; readonly row: ConsentRow }
  | { readonly kind: 'faults'; readonly faults: readonly CellFault[] };

/** Of each event the columns that it has a use for, beside who and when. */
const USES: Partial<Record<ConsentFact['kind'], readonly Column[]>> = {
  authorization_signed: COLUMNS.slice(COLUMNS.indexOf('document')),
  authorization_revoked: ['document'],
  authorization_expired: ['document', 'value'],
  earlier_revoked: ['kinds', 'value'],
  copy_given: ['document'],
  opted_out: ['scope'],
  opted_in: ['scope'],
  confidential_communication: ['value', 'other_address'],
  unencrypted_mail: ['value'],
  deceased: ['value'],
  minor_consents_alone: ['value'],
  frequency_chosen: ['value'],
  channel_chosen: ['value'],
  language_chosen: ['value'],
};
const ALWAYS: readonly Column[] = ['record_number', 'email', 'event', 'at'];

/**
 * Reads a row, or says of every cell that is wrong what was expected. A cell that the event has no
 * use for has to be empty: somebody meant something by it.
 */
export function readRow(cells: Cells, now: Date): ReadRow {
  const reader = cellReader(cells);
  const { faults } = reader;
  const email = cells.email === '' ? null : readEmail(cells.email);
  const recordNumber = cells.record_number === '' ? null : cells.record_number;
  if (cells.email !== '' && email === null) {
    reader.fault('email', 'an address such as maria@example.org');
  } else if (email === null && recordNumber === null) {
    reader.fault('record_number', 'a record number, or an address in the column “email”');
  }
  const time = readTime(cells.at) ?? reader.fault('at', EXPECTED_TIME);
  const event = reader.word('event', EVENTS);
  if (event === null) return { kind: 'faults', faults };
  const used = [...ALWAYS, ...(USES[event] ?? [])];
  for (const column of COLUMNS) {
    if (cells[column] !== '' && !used.includes(column)) {
      reader.fault(column, `nothing: ${event} has no use for it`);
    }
  }
  const fact = readFact(event, cells, reader);
  if (fact !== null && time !== null) {
    if (time.kind === 'none' && mayLoosen(fact)) {
      reader.fault('at', `${EXPECTED_TIME}: what allows more counts only from when it was said`);
    } else if (timeOf(time, fact, now) === null) {
      reader.fault('at', EXPECTED_TIME);
    }
  }
  const otherAddress = cells.other_address === '' ? null : cells.other_address;
  if (fact === null || time === null || faults.length > 0) return { kind: 'faults', faults };
  return { kind: 'row', row: { recordNumber, email, time, fact, otherAddress } };
}

function readFact(
  event: (typeof EVENTS)[number],
  cells: Cells,
  reader: CellReader,
): ConsentFact | null {
  const { value } = cells;
  switch (event) {
    case 'authorization_signed':
      return { kind: event, document: readDocument(cells, reader) };
    case 'authorization_revoked':
    case 'copy_given':
      return reference(cells, reader) && { kind: event, documentId: cells.document };
    case 'earlier_revoked': {
      const documents = reader.word('kinds', REVOKED_KINDS);
      const until = readTime(value);
      if (until?.kind !== 'moment') {
        return reader.fault('value', 'a time with its zone such as 2026-05-01T14:30:00Z');
      }
      return documents && { kind: event, documents, until: until.at };
    }
    case 'authorization_expired': {
      const [, because, on] = /^(date|event) (\S+)$/.exec(value) ?? [];
      const day = on === undefined ? null : readDay(on);
      if (day === null) {
        return reader.fault('value', '“date” or “event” and the day, such as event 2026-05-01');
      }
      return (
        reference(cells, reader) && {
          kind: event,
          documentId: cells.document,
          because: because === 'date' ? 'date' : 'event',
          on: day,
        }
      );
    }
    case 'opted_out':
    case 'opted_in': {
      const scope = readScope(cells.scope);
      if (scope !== null) return { kind: event, scope };
      const scopes = [...OPT_OUTS, ...STREAMS.map((stream) => `stream:${stream}`)];
      return reader.fault('scope', `one of: ${scopes.join(', ')}, topic:NAME`);
    }
    case 'restriction_requested':
    case 'restriction_agreed':
    case 'restriction_declined':
    case 'restriction_ended':
    case 'complained':
      return { kind: event };
    case 'confidential_communication': {
      const wish = reader.word('value', ['no_email', 'other_address', 'none']);
      if ((wish === 'other_address') !== (cells.other_address !== '')) {
        reader.fault(
          'other_address',
          wish === 'other_address' ? 'the address that was asked for' : 'nothing',
        );
      }
      return wish && { kind: event, wish };
    }
    case 'unencrypted_mail':
      return { kind: event, prefers: reader.bool('value', null) };
    case 'minor_consents_alone':
      return { kind: event, parent: reader.bool('value', null) };
    case 'deceased': {
      const on = value === '' ? null : readDay(value);
      if (value !== '' && on === null) return reader.fault('value', 'the day, or nothing');
      return { kind: event, on };
    }
    case 'frequency_chosen': {
      if (value === 'none') return { kind: event, most: null, period: 'week' };
      const [, count, word] = /^([1-9]\d{0,3}) a (\w+)$/.exec(value) ?? [];
      const period = PERIODS.find((one) => one === word);
      if (count === undefined || period === undefined) {
        return reader.fault('value', 'such as “2 a week” (day, week or month), or none');
      }
      return { kind: event, most: Number(count), period };
    }
    case 'channel_chosen': {
      const channel = reader.word('value', CHANNELS);
      return channel && { kind: event, channel };
    }
    case 'language_chosen':
      return /^[a-z]{2,3}$/.test(value)
        ? { kind: event, language: value }
        : reader.fault('value', 'a language of two or three letters such as es');
  }
}

function reference(cells: Cells, reader: CellReader): true | null {
  if (cells.document !== '') return true;
  return reader.fault('document', 'the reference of the document, as its own row gives it');
}

function readScope(text: string): OptOutScope | null {
  const known = [...OPT_OUTS, ...STREAMS.map((stream) => `stream:${stream}` as const)];
  const plain = text.toLowerCase();
  const found = known.find((scope) => scope === plain);
  if (found !== undefined) return found;
  const name = text.slice('topic:'.length).trim();
  return plain.startsWith('topic:') && name !== '' ? `topic:${name}` : null;
}
