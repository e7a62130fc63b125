import type { Permit } from '../gate/index.ts';
import type { AttributeValue } from '../values/index.ts';
import type { CompiledTemplate } from './compile.ts';
import { Missing, Shown } from './shown.ts';
import type { TemplateField } from './source.ts';
import { OWN } from './vocabulary.ts';

/** What a message holds besides the person's attributes. */
export interface Extras {
  readonly organizationName: string;
  readonly organizationAddress: string;
  readonly unsubscribeUrl: string;
  /** Commercial mail shows the way to unsubscribe: 15 USC 7704(a)(5). */
  readonly commercial: boolean;
  /** The counted address for a link of the template, by its place. */
  readonly linkUrl: (place: number) => string;
  /** Null when opens are not counted. */
  readonly openUrl: string | null;
}

type Scope = Record<string, unknown>;

/** The values that one message may show, by name. */
export interface Scopes {
  /** Whatever a subject asks for: no other value is at hand while it is written. */
  readonly header: Scope;
  readonly body: Scope;
  /** The keys of fields that were to be shown and are not known, so far. */
  readonly missing: Set<string>;
}

export function scopesOf(
  { fields, headerFields, links }: CompiledTemplate,
  permit: Permit,
  extras: Extras,
): Scopes {
  const missing = new Set<string>();
  const valueOf = (field: TemplateField) => {
    const { key } = field;
    const value = Object.hasOwn(permit.attributes, key) ? permit.attributes[key] : undefined;
    return isKnown(value) ? new Shown(field, value) : new Missing(() => missing.add(key));
  };
  const organization_name = extras.organizationName;
  const organization_address = extras.organizationAddress.trim().replace(/,?\s*\n\s*/g, ', ');
  const header: Scope = { organization_name, organization_address };
  const body: Scope = { organization_name, organization_address };
  for (const field of fields) body[field.key] = valueOf(field);
  for (const { key } of headerFields) header[key] = body[key];
  body.unsubscribe_url = extras.unsubscribeUrl;
  body[OWN.commercial] = extras.commercial;
  body[OWN.openUrl] = extras.openUrl;
  for (let place = 0; place < links.length; place++) {
    body[OWN.link(place)] = extras.linkUrl(place);
  }
  return { header, body, missing };
}

/** A blank text or an empty list tells no more than nothing at all. */
function isKnown(value: AttributeValue | undefined): value is AttributeValue {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return !Array.isArray(value) || value.length > 0;
}
