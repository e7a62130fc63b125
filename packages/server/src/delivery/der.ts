/** Writers of DER (ITU-T X.690), as much of it as a certificate needs. */

export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), body]);
  const size = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | size.length), size, body]);
}

export const sequence = (...content: readonly Uint8Array[]) => der(0x30, ...content);
export const setOf = (...content: readonly Uint8Array[]) => der(0x31, ...content);
export const integer = (bytes: Uint8Array) => der(0x02, bytes);
export const bool = (value: boolean) => der(0x01, Buffer.of(value ? 0xff : 0));
export const octets = (...content: readonly Uint8Array[]) => der(0x04, ...content);
export const utf8 = (text: string) => der(0x0c, Buffer.from(text));
export const bits = (bytes: Uint8Array, unused = 0) => der(0x03, Buffer.of(unused), bytes);
/** A constructed element with a context tag, explicit. */
export const tagged = (number: number, ...content: readonly Uint8Array[]) =>
  der(0xa0 | number, ...content);

/** An object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const septets = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) septets.unshift(0x80 | (left & 0x7f));
    return septets;
  });
  return der(0x06, Buffer.from(bytes));
}

/** UTCTime until 2049, GeneralizedTime after: RFC 5280 section 4.1.2.5. */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/\.\d+Z$|[-:T]/g, '');
  const short = at.getUTCFullYear() < 2050;
  return der(short ? 0x17 : 0x18, Buffer.from(`${short ? digits.slice(2) : digits}Z`));
}
