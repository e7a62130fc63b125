/** Where something stands in a JSON text: keys of objects, places in lists. */
export type JsonPath = readonly (string | number)[];

interface Open {
  /** The keys so far of an object; null for a list. */
  readonly keys: Set<string> | null;
  place: string | number;
  awaitsKey: boolean;
}

/**
 * The key nearest to the top that stands twice in one object, the first of these; null when none
 * does. RFC 8259, section 4, leaves open what such an object says, and JSON.parse takes the last
 * without a word. `json` has to be well-formed. Keeps its own stack: a text may be of any depth.
 */
export function duplicateKey(json: string): JsonPath | null {
  const stack: Open[] = [];
  let found: JsonPath | null = null;
  for (let at = 0; at < json.length; at++) {
    const open = stack.at(-1);
    const sign = json[at];
    if (sign === '{') stack.push({ keys: new Set(), place: '', awaitsKey: true });
    else if (sign === '[') stack.push({ keys: null, place: 0, awaitsKey: false });
    else if (sign === '}' || sign === ']') stack.pop();
    else if (sign === ',' && open !== undefined) {
      if (typeof open.place === 'number') open.place += 1;
      else open.awaitsKey = true;
    } else if (sign === '"') {
      const end = endOfText(json, at);
      if (open?.keys && open.awaitsKey) {
        const key = JSON.parse(json.slice(at, end + 1)) as string;
        open.place = key;
        open.awaitsKey = false;
        const nearer = found === null || stack.length < found.length;
        if (open.keys.has(key) && nearer) found = stack.map(({ place }) => place);
        open.keys.add(key);
      }
      at = end;
    }
  }
  return found;
}

/** Where the text that begins at this quote has its last one. */
function endOfText(json: string, start: number): number {
  let end = start + 1;
  while (end < json.length && json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
  return end;
}
