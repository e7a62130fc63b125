import {
  AUTHORIZATION_KINDS,
  type AuthorizationDocument,
  CATEGORIES,
  COMBINATIONS,
  type Expiry,
  REVEALING,
} from '../gate/index.ts';
import { isDay, readDay } from '../values/index.ts';
import type { CellFault, Cells, Column } from './columns.ts';

const YES_NO = 'yes or no';

/** What stands in a cell, or null with the fault noted. */
export interface CellReader {
  readonly faults: CellFault[];
  fault(column: Column, expected: string): null;
  word<const W extends string>(column: Column, words: readonly W[]): W | null;
  words<const W extends string>(column: Column, words: readonly W[]): readonly W[] | null;
  bool(column: Column, empty: boolean | null): boolean;
}

export function cellReader(cells: Cells): CellReader {
  const faults: CellFault[] = [];
  const reader: CellReader = {
    faults,
    fault(column, expected) {
      faults.push({ column, found: cells[column], expected });
      return null;
    },
    word: (column, words) =>
      words.find((word) => word === cells[column].toLowerCase()) ??
      reader.fault(column, `one of: ${words.join(', ')}`),
    words: <const W extends string>(column: Column, words: readonly W[]) => {
      const items = cells[column]
        .toLowerCase()
        .split(/[\s;|,]+/u)
        .filter(Boolean);
      const found = words.filter((word) => items.includes(word));
      return items.length > 0 && items.every((item) => words.some((word) => word === item))
        ? found
        : reader.fault(column, `one or more of: ${words.join(', ')}`);
    },
    bool(column, empty) {
      const text = cells[column].toLowerCase();
      if (['yes', 'y', 'true', '1'].includes(text)) return true;
      if (['no', 'n', 'false', '0'].includes(text)) return false;
      if (text === '' && empty !== null) return empty;
      reader.fault(column, YES_NO);
      return false;
    },
  };
  return reader;
}

/**
 * The document of a row, its id the reference that the row gives it. An element that is left blank is
 * not there, so the document allows nothing by it; what would make it void (signed by somebody else,
 * combined, conditioned, false) has to be answered, since unknown is not no.
 */
export function readDocument(cells: Cells, reader: CellReader): AuthorizationDocument {
  const all = cells.categories.toLowerCase() === 'all';
  const stated = (column: Column) => reader.bool(column, false);
  const combined = reader.word('combined_with', ['none', ...COMBINATIONS]);
  const representative = reader.bool('representative', null);
  return {
    id: cells.document,
    kinds: reader.words('kinds', AUTHORIZATION_KINDS) ?? [],
    categories: all ? null : categoriesOf(reader),
    informationScope: reader.word('information_scope', REVEALING) ?? 'none',
    informationDescribed: stated('information_described'),
    disclosingPartyNamed: stated('discloser_named'),
    receivingPartyNamed: stated('receiver_named'),
    purposeDescribed: stated('purpose_described'),
    expiry: readExpiry(cells.expiry, reader),
    signedOn: readSignedOn(cells.signed_on, reader),
    signedByRepresentative: representative,
    representativeAuthorityDescribed: stated('representative_authority'),
    statesRightToRevoke: stated('states_right_to_revoke'),
    statesNoConditioning: stated('states_no_conditioning'),
    statesRedisclosureRisk: stated('states_redisclosure'),
    statesRemuneration: stated('states_remuneration'),
    statesSale: stated('states_sale'),
    combinedWith: combined === 'none' ? null : combined,
    conditionedOnTreatment: reader.bool('conditioned_on_treatment', null),
    knownFalseInformation: reader.bool('known_false', null),
    revokedAt: null,
    copyGiven: stated('copy_given'),
  };
}

function categoriesOf(reader: CellReader): AuthorizationDocument['categories'] {
  const found = reader.words('categories', CATEGORIES);
  if (found !== null) return found;
  const last = reader.faults.at(-1);
  if (last)
    reader.faults[reader.faults.length - 1] = { ...last, expected: `all, or ${last.expected}` };
  return [];
}

const EXPIRY = /^event(?:\((\d{4}-\d{2}-\d{2})\))?:\s*(.{1,200})$/iu;

function readExpiry(text: string, reader: CellReader): Expiry | null {
  if (text === '') return null;
  if (text.toLowerCase() === 'none') return { kind: 'none' };
  const on = readDay(text);
  if (on !== null) return { kind: 'date', on };
  const [, occurred = null, name = ''] = EXPIRY.exec(text) ?? [];
  if (name.trim() !== '' && (occurred === null || isDay(occurred))) {
    return { kind: 'event', name: name.trim(), occurredOn: occurred };
  }
  return reader.fault(
    'expiry',
    'a day such as 2027-01-01, “event: left the practice”, none, or empty where the paper leaves it blank',
  );
}

function readSignedOn(text: string, reader: CellReader): string | null {
  if (text === '') return null;
  return readDay(text) ?? reader.fault('signed_on', 'a day such as 2026-05-01');
}
