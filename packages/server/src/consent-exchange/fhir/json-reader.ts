/** What could not be understood, by its place; never the value, which can name somebody. */
export interface FhirFault {
  /** JSON path: `$.provision.type`. */
  readonly path: string;
  /** What kind of value stood there: "a string", "nothing". */
  readonly found: string;
  readonly expected: string;
}

/** A value with its place, that is looked at piece by piece. */
export interface Place {
  readonly path: string;
  readonly value: unknown;
}

export type Note = (place: Place, expected: string) => null;

export function notes(): { readonly faults: readonly FhirFault[]; readonly note: Note } {
  const faults: FhirFault[] = [];
  return {
    faults,
    note: ({ path, value }, expected) => {
      faults.push({ path, found: kindOf(value), expected });
      return null;
    },
  };
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'boolean') return 'true or false';
  return `a ${typeof value}`;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of an object; nothing of what is none. */
export function at({ path, value }: Place, key: string): Place {
  const inner = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return { path: `${path}.${key}`, value: inner };
}

/** The items of a list; none of what is none. */
export function items({ path, value }: Place): readonly Place[] {
  return Array.isArray(value)
    ? value.map((one: unknown, place) => ({ path: `${path}[${place}]`, value: one }))
    : [];
}

/** Notes every field that is not among those that we know: it may change what the rest means. */
export function onlyKnown(place: Place, known: readonly string[], note: Note): void {
  if (!isObject(place.value)) return;
  for (const key of Object.keys(place.value)) {
    if (known.includes(key)) continue;
    // a key that is no name of FHIR's may be anybody's
    const shown = /^_?[a-zA-Z]{1,40}$/.test(key) ? key : '?';
    note(
      { path: `${place.path}.${shown}`, value: place.value[key] },
      'nothing: it is not understood here, and may change what the rest means',
    );
  }
}

/** Codes of a CodeableConcept by their system. */
export function codesOf(place: Place): readonly { system: string; code: string; place: Place }[] {
  return items(at(place, 'coding')).flatMap((coding) => {
    const system = at(coding, 'system').value;
    const code = at(coding, 'code').value;
    return typeof system === 'string' && typeof code === 'string'
      ? [{ system, code, place: coding }]
      : [];
  });
}
