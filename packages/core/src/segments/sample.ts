/**
 * A stable share of contacts: a contact is in it when the hash of the seed, a line feed and the
 * contact's id, as a fraction of 2^32, is below `percent`. The same seed makes the same order, so
 * that 10 percent lie within 20; another seed makes a share that has nothing to do with it.
 *
 * The hash is 32-bit FNV-1a over UTF-16 code units, low byte first, and then the finalizer of
 * MurmurHash3, since the high bits of FNV alone follow the last characters too little.
 */
export function sampler(percent: number, seed: string): (id: string) => boolean {
  const begun = fnv1a(0x811c9dc5, `${seed}\n`);
  const below = (percent / 100) * 0x1_0000_0000;
  return (id) => finished(fnv1a(begun, id)) < below;
}

function fnv1a(begun: number, text: string): number {
  let hash = begun;
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >> 8), 0x01000193);
  }
  return hash;
}

function finished(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
