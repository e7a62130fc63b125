const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const MOST = 10_000;

/**
 * The names in a ZIP archive (APPNOTE.TXT sections 4.3.12 and 4.3.16), nothing unpacked; null when
 * it is none, or one that cannot be read to its end.
 */
export function zipNames(content: Buffer): readonly string[] | null {
  if (content.length < END_BYTES || content.readUInt32LE(0) !== LOCAL) return null;
  const end = endOf(content);
  if (end === null) return null;
  const count = content.readUInt16LE(end + 10);
  if (count > MOST) return null;
  const names: string[] = [];
  let at = content.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > end || content.readUInt32LE(at) !== ENTRY) return null;
    const name = at + 46;
    const nameBytes = content.readUInt16LE(at + 28);
    if (name + nameBytes > end) return null;
    names.push(content.toString('utf8', name, name + nameBytes));
    at = name + nameBytes + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32);
  }
  return names;
}

function endOf(content: Buffer): number | null {
  const last = content.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (content.readUInt32LE(at) !== END) continue;
    // the comment ends where the file ends: nothing hangs behind it
    if (at + END_BYTES + content.readUInt16LE(at + 20) === content.length) return at;
  }
  return null;
}
