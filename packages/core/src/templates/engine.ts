import { defaultOperators, type FilterImplOptions, Liquid, type Operators } from 'liquidjs';
import { formatDay, sayDay } from './say.ts';
import { Missing, Shown, say } from './shown.ts';
import { BLOCKS, FILTERS } from './vocabulary.ts';

/** `contains` as segments understand it, so that E11 finds E11.9 in a condition too. */
const operators: Operators = {
  ...defaultOperators,
  contains: (left: unknown, right: unknown) => {
    if (left instanceof Shown) return left.holds(say(right));
    return typeof left === 'string' && left.includes(say(right));
  },
};

/** Filters of our own: they need nothing of Liquid's. */
export const OWN_FILTERS: Readonly<
  Record<string, (value: unknown, ...values: unknown[]) => unknown>
> = {
  default: (value, instead) =>
    value instanceof Missing || value === undefined || say(value) === '' ? instead : value,
  date: (value, format) => {
    const day = say(value instanceof Shown ? value.valueOf() : value);
    return format === undefined ? sayDay(day) : formatDay(day, say(format));
  },
};

/** Liquid as templates speak it, and how it writes a value. */
export interface Engine {
  readonly liquid: Liquid;
  readonly write: (value: unknown) => string;
}

/** The longest part that is parsed, in UTF-16 units: a source of full size with all that MJML adds. */
const LONGEST = 8_000_000;

/**
 * Liquid cut down to the vocabulary of templates. Values are written through `escape` whatever the
 * author does; a value that is missing goes untouched through every filter to be reported.
 */
function engine(escape: (text: string) => string): Engine {
  const write = (value: unknown): string => {
    if (value instanceof Missing) value.report();
    return value instanceof Missing ? '' : escape(withLineFeeds(say(value)));
  };
  const liquid = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    operators,
    templates: {},
    memoryLimit: 50_000_000,
    parseLimit: LONGEST,
    // the last resort, in milliseconds: what the check accepts takes a few of them
    renderLimit: 1_000,
    outputEscape: write,
  });
  for (const tag of Object.keys(liquid.tags)) {
    if (!Object.hasOwn(BLOCKS, tag)) Reflect.deleteProperty(liquid.tags, tag);
  }
  for (const [name, filter] of Object.entries(liquid.filters)) {
    if (!Object.hasOwn(FILTERS, name)) liquid.unregisterFilter(name);
    else liquid.registerFilter(name, OWN_FILTERS[name] ?? onPlainValues(filter));
  }
  return { liquid, write };
}

/** Within a message lines end with a line feed, whatever ended them; the wire has its own way. */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function onPlainValues(filter: FilterImplOptions): FilterImplOptions {
  const handler = typeof filter === 'function' ? filter : filter.handler;
  return function (value: unknown, ...values: unknown[]) {
    if (value instanceof Missing) return value;
    return handler.call(this, value instanceof Shown ? value.valueOf() : value, ...values);
  };
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign) : text;

export const htmlEngine = engine(escapeHtml);
export const textEngine = engine((text) => text);
