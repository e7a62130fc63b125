import { type Filter, filter, parse } from 'scim2-parse-filter';
import { ScimFault } from './scim-fault.ts';

const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
/** Of one page; more are asked for by startIndex. */
export const MOST_RESULTS = 200;

export interface ListQuery {
  readonly filter?: string;
  readonly startIndex?: number;
  readonly count?: number;
  readonly attributes?: string;
  readonly excludedAttributes?: string;
}

type Resource = Readonly<Record<string, unknown>>;

/** A ListResponse (RFC 7644, 3.4.2): filtered, then cut to a page that begins at 1. */
export function listResponse(resources: readonly Resource[], query: ListQuery) {
  const found = query.filter === undefined ? resources : filtered(resources, query.filter);
  const startIndex = Math.max(1, query.startIndex ?? 1);
  const count = Math.min(MOST_RESULTS, Math.max(0, query.count ?? MOST_RESULTS));
  const page = found.slice(startIndex - 1, startIndex - 1 + count);
  return {
    schemas: [LIST_SCHEMA],
    totalResults: found.length,
    startIndex,
    itemsPerPage: page.length,
    Resources: page.map((one) => shown(one, query)),
  };
}

/** Only what was asked for, or all but what was not (3.9); id and schemas always. */
export function shown(
  resource: Resource,
  { attributes, excludedAttributes }: Pick<ListQuery, 'attributes' | 'excludedAttributes'>,
): Resource {
  const only = attributes === undefined ? null : topOf(attributes);
  const without = topOf(excludedAttributes ?? '');
  const kept = Object.entries(resource).filter(([name]) => {
    if (name === 'id' || name === 'schemas') return true;
    const word = name.toLowerCase();
    return only ? only.has(word) : !without.has(word);
  });
  return Object.fromEntries(kept);
}

const topOf = (list: string) =>
  new Set(list.split(',').map((one) => one.trim().split('.')[0]?.toLowerCase() ?? ''));

/** Text is compared without case but for externalId (RFC 7643, 3.1 and 4.1). */
function filtered(resources: readonly Resource[], text: string): readonly Resource[] {
  const test = testOf(text);
  return resources.filter((one) => test(folded(one)));
}

function testOf(text: string): (resource: unknown) => boolean {
  try {
    return filter(foldedFilter(parse(text)));
  } catch {
    throw new ScimFault(
      400,
      'invalidFilter',
      'The filter cannot be read; expected such as userName eq "ana@example.org".',
    );
  }
}

const EXACT = 'externalid';

function folded(value: unknown): unknown {
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.map(folded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const word = name.toLowerCase();
      return [word, word === EXACT ? inner : folded(inner)];
    }),
  );
}

function foldedFilter(tree: Filter): Filter {
  if ('filters' in tree) return { ...tree, filters: tree.filters.map(foldedFilter) };
  if ('filter' in tree) return { ...tree, filter: foldedFilter(tree.filter) };
  const attrPath = tree.attrPath.toLowerCase();
  if ('valFilter' in tree) return { ...tree, attrPath, valFilter: foldedFilter(tree.valFilter) };
  if (!('compValue' in tree)) return { ...tree, attrPath };
  const { compValue } = tree;
  const fold = typeof compValue === 'string' && attrPath !== EXACT;
  return { ...tree, attrPath, compValue: fold ? compValue.toLowerCase() : compValue };
}
