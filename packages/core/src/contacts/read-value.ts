import {
  type AttributeDefinition,
  type AttributeValue,
  type CodeSystem,
  isCodeOf,
  isSimpleText,
  normaliseCode,
  normaliseText,
  readDay,
} from '../values/index.ts';
import { codeNamed } from './code-names.ts';
import { readEmail } from './email-address.ts';

const LONGEST_TEXT = 2_000;
const LONGEST_ITEM = 200;
const MOST_ITEMS = 500;

/** What was read; null for "not known". A problem is a sentence that never holds the text itself. */
export type ReadValue = { readonly value: AttributeValue | null } | { readonly problem: string };

/**
 * Reads the text of one cell as the attribute that it is mapped to: the value in its normal form,
 * or what is wrong with it. Empty, or only white space, is "not known".
 */
export function readValue(definition: AttributeDefinition, text: string): ReadValue {
  // most cells are: a million people have twenty-five million of them
  const simple = isSimpleText(text);
  const plain = simple ? text : text.normalize('NFC').trim();
  if (plain === '') return { value: null };
  if (!simple && (!plain.isWellFormed() || /[^\P{Cc}\t\n\r]/u.test(plain))) {
    return { problem: 'holds a control character.' };
  }
  switch (definition.type) {
    case 'text':
      return definition.identity ? readIdentity(definition.key, plain) : readText(plain);
    case 'code':
      return readCode(definition.system, plain);
    case 'number':
      return readNumber(plain);
    case 'date':
      return readDate(plain);
    case 'boolean':
      return readBoolean(plain);
    case 'list':
      return readList(definition.system, plain);
  }
}

function readText(text: string): ReadValue {
  return text.length <= LONGEST_TEXT
    ? { value: text }
    : { problem: `is longer than ${LONGEST_TEXT.toLocaleString('en-US')} characters.` };
}

/** Identity is shown on one line and goes into mail headers: no line breaks. */
function readIdentity(key: string, text: string): ReadValue {
  const line = text.replace(/\s+/gu, ' ');
  if (key === 'email') {
    const email = readEmail(line);
    return email === null
      ? { problem: 'is not an email address; expected one such as ann@example.org.' }
      : { value: email };
  }
  if (key === 'phone') {
    const digits = line.replace(/\D/g, '').length;
    // at most 15 digits: ITU-T E.164
    return digits >= 7 && digits <= 15 && line.length <= 40
      ? { value: line }
      : { problem: 'is not a phone number; expected 7 to 15 digits.' };
  }
  return line.length <= LONGEST_ITEM
    ? { value: line }
    : { problem: `is longer than ${LONGEST_ITEM} characters.` };
}

const CODES: Record<CodeSystem, string> = {
  'icd-10-cm': 'an ICD-10-CM code; expected one such as E11.9',
  rxnorm: 'an RxNorm code; expected a number such as 860975',
  zip: 'a ZIP code; expected one such as 97201 or 97201-0001',
  'us-state': 'a state; expected two letters such as OR',
  'bcp-47': 'a language; expected a tag such as en or es-MX',
  local: 'a code; expected at most 64 characters',
};

function readCode(system: CodeSystem | null, text: string): ReadValue {
  const code = codeNamed(system, text);
  return isCodeOf(system, code)
    ? { value: normaliseCode(system, code) }
    : { problem: `is not ${CODES[system ?? 'local']}.` };
}

function readNumber(text: string): ReadValue {
  const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text);
  const number = Number(grouped ? text.replaceAll(',', '') : text);
  return (grouped || /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) && Number.isFinite(number)
    ? { value: number }
    : { problem: 'is not a number; expected one such as 42 or 37.5.' };
}

function readDate(text: string): ReadValue {
  const day = readDay(text);
  if (day === null) {
    return {
      problem: 'is not a day that exists; expected a date such as 1957-03-28 or 3/28/1957.',
    };
  }
  return day >= '1800-01-01' && day < '2200-01-01'
    ? { value: day }
    : { problem: 'is not a likely day; expected one between 1800 and 2199.' };
}

const YES = new Set(['yes', 'y', 'true', 't', '1']);
const NO = new Set(['no', 'n', 'false', 'f', '0']);

function readBoolean(text: string): ReadValue {
  const word = text.toLowerCase();
  if (YES.has(word)) return { value: true };
  if (NO.has(word)) return { value: false };
  return { problem: 'is neither yes nor no; expected yes, no, true, false, 1 or 0.' };
}

/**
 * Items stand between semicolons or bars, codes between commas too (no code holds one); an item that
 * comes twice counts once.
 */
function readList(system: CodeSystem | null, text: string): ReadValue {
  const items = new Map<string, string>();
  for (const part of text.split(system === null ? /[;|]/ : /[;|,]/)) {
    const item = readItem(system, part);
    if (item === null) continue;
    if ('problem' in item) return item;
    if (!items.has(item.form)) items.set(item.form, item.value);
  }
  if (items.size > MOST_ITEMS) return { problem: `has more than ${MOST_ITEMS} items.` };
  return { value: items.size === 0 ? null : [...items.values()] };
}

type ReadItem = { readonly value: string; readonly form: string } | { readonly problem: string };

/** Items recur, as the lists that hold them do not. */
const REMEMBERED = 8_192;
const known = new Map<CodeSystem | null, Map<string, ReadItem | null>>();

function readItem(system: CodeSystem | null, part: string): ReadItem | null {
  let items = known.get(system);
  if (items === undefined) known.set(system, (items = new Map()));
  let item = items.get(part);
  if (item !== undefined) return item;
  // a piece of a cell would keep the cell
  const own = ` ${part}`.slice(1);
  item = itemOf(system, own.trim());
  if (part.length > LONGEST_ITEM) return item;
  if (items.size >= REMEMBERED) items.clear();
  items.set(own, item);
  return item;
}

function itemOf(system: CodeSystem | null, item: string): ReadItem | null {
  if (item === '') return null;
  if (system !== null && !isCodeOf(system, item)) {
    return { problem: `has an item that is not ${CODES[system]}.` };
  }
  if (item.length > LONGEST_ITEM) {
    return { problem: `has an item longer than ${LONGEST_ITEM} characters.` };
  }
  const value = system === null ? item : normaliseCode(system, item);
  return { value, form: normaliseText(value) };
}
