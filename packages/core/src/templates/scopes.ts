import type { Permit } from '../gate/index.ts';
import type { AttributeValue } from '../values/index.ts';
import { Missing, Shown, sayField } from './shown.ts';
import type { TemplateField } from './source.ts';
import { OWN } from './vocabulary.ts';

/** What a message holds besides the person's attributes. */
export interface Extras {
  readonly organizationName: string;
  readonly organizationAddress: string;
  readonly unsubscribeUrl: string;
  /** Where the person chooses what they get, and sees what they allowed. */
  readonly preferencesUrl: string;
  /** Commercial mail shows the way to unsubscribe: 15 USC 7704(a)(5). */
  readonly commercial: boolean;
  /** The counted address for a link of the template, by its place. */
  readonly linkUrl: (place: number) => string;
  /** Null when opens are not counted. */
  readonly openUrl: string | null;
}

/** What one message is made of; `missing` gathers the keys of fields that are shown and not known. */
interface Values {
  readonly permit: Permit;
  readonly extras: Extras;
  readonly missing: Set<string>;
  /** Known when it was written: the body may repeat it. */
  preheader: string;
}

interface Reader {
  readonly of: (values: Values) => unknown;
  /** Of a field: its value as text, without what Liquid would need to compare it. */
  readonly said?: (values: Values) => string;
}

/** How the values of a template are found by their names, prepared once. */
export interface Readers {
  /** Whatever a subject asks for: no other value is at hand while it is written. */
  readonly header: ReadonlyMap<string, Reader>;
  readonly body: ReadonlyMap<string, Reader>;
}

/** The values that one part of a message may show, made when they are asked for. */
export class Scope {
  readonly #readers: ReadonlyMap<string, Reader>;
  readonly #values: Values;

  constructor(readers: ReadonlyMap<string, Reader>, values: Values) {
    this.#readers = readers;
    this.#values = values;
  }

  read(name: string): unknown {
    return this.#readers.get(name)?.of(this.#values);
  }

  /** What is to be written for it: most slots hold a field and no more. */
  write(name: string, escaped: (value: unknown) => string): string {
    const reader = this.#readers.get(name);
    return reader === undefined ? '' : escaped((reader.said ?? reader.of)(this.#values));
  }

  /** All of them, as Liquid wants them. */
  all(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      [...this.#readers].map(([name, reader]) => [name, reader.of(this.#values)]),
    );
  }
}

export function readersOf({
  fields,
  headerFields,
  links,
}: {
  readonly fields: readonly TemplateField[];
  readonly headerFields: readonly TemplateField[];
  readonly links: readonly string[];
}): Readers {
  const organization: readonly (readonly [string, Reader])[] = [
    ['organization_name', { of: ({ extras }) => extras.organizationName }],
    [
      'organization_address',
      { of: ({ extras }) => extras.organizationAddress.trim().replace(/,?\s*\n\s*/g, ', ') },
    ],
  ];
  const ofField = (field: TemplateField) => [field.key, fieldReader(field)] as const;
  return {
    header: new Map([...organization, ...headerFields.map(ofField)]),
    body: new Map<string, Reader>([
      ...organization,
      ...fields.map(ofField),
      ['unsubscribe_url', { of: ({ extras }) => extras.unsubscribeUrl }],
      ['preferences_url', { of: ({ extras }) => extras.preferencesUrl }],
      [OWN.commercial, { of: ({ extras }) => extras.commercial }],
      [OWN.openUrl, { of: ({ extras }) => extras.openUrl }],
      [OWN.preheader, { of: ({ preheader }) => preheader }],
      ...links.map((_, place): readonly [string, Reader] => [
        OWN.link(place),
        { of: ({ extras }) => extras.linkUrl(place) },
      ]),
    ]),
  };
}

function fieldReader(field: TemplateField): Reader {
  const { key } = field;
  const valueOf = ({ attributes }: Permit): AttributeValue | undefined =>
    Object.hasOwn(attributes, key) ? attributes[key] : undefined;
  return {
    of({ permit, missing }) {
      const value = valueOf(permit);
      return isKnown(value) ? new Shown(field, value) : new Missing(() => missing.add(key));
    },
    said({ permit, missing }) {
      const value = valueOf(permit);
      if (isKnown(value)) return sayField(field, value);
      missing.add(key);
      return '';
    },
  };
}

/** The values that one message may show, by name. */
export function scopesOf(
  readers: Readers,
  permit: Permit,
  extras: Extras,
): { readonly header: Scope; readonly body: Scope; readonly values: Values } {
  const values: Values = { permit, extras, missing: new Set(), preheader: '' };
  return {
    header: new Scope(readers.header, values),
    body: new Scope(readers.body, values),
    values,
  };
}

/** A blank text or an empty list tells no more than nothing at all. */
function isKnown(value: AttributeValue | undefined): value is AttributeValue {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return !Array.isArray(value) || value.length > 0;
}
