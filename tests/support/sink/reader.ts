/** What comes after a line: another line, the message until its final dot, or so many bytes of it. */
export type Next = 'line' | 'data' | number;

export interface Listener {
  /** A line without its end. */
  line(text: string): Next;
  /** A part of the message; of DATA, its dots and its end are still in it. */
  part(bytes: Buffer): void;
  /** The end of the bytes, or of the data. */
  end(): void;
}

const NEWLINE = 10;
const END = Buffer.from('\r\n.\r\n');

/**
 * Takes SMTP apart as the bytes come. Messages are never looked at line by line: bytes are counted
 * (BDAT) or the final dot is searched (DATA).
 */
export function reader(listener: Listener): (chunk: Buffer) => void {
  let next: Next = 'line';
  let begun = '';
  /** The last bytes of the data, in which its end may have begun. */
  let tail: Buffer = END;

  const finish = () => {
    next = 'line';
    listener.end();
  };
  const readLine = (chunk: Buffer, from: number): number => {
    const at = chunk.indexOf(NEWLINE, from);
    begun += chunk.toString('utf8', from, at < 0 ? undefined : at);
    if (at < 0) return chunk.length;
    const line = begun.endsWith('\r') ? begun.slice(0, -1) : begun;
    begun = '';
    next = listener.line(line);
    if (next === 'data') tail = END.subarray(0, 2);
    if (next === 0) finish();
    return at + 1;
  };
  const readBytes = (chunk: Buffer, from: number, left: number): number => {
    const to = Math.min(chunk.length, from + left);
    listener.part(chunk.subarray(from, to));
    next = left - (to - from);
    if (next === 0) finish();
    return to;
  };
  const endOfData = (chunk: Buffer, from: number): number => {
    const edge = Buffer.concat([tail, chunk.subarray(from, from + END.length - 1)]);
    const split = edge.indexOf(END);
    if (split >= 0) return from + split - tail.length + END.length;
    const whole = chunk.indexOf(END, from);
    return whole < 0 ? -1 : whole + END.length;
  };
  const readData = (chunk: Buffer, from: number): number => {
    const ended = endOfData(chunk, from);
    listener.part(chunk.subarray(from, ended < 0 ? undefined : ended));
    if (ended >= 0) {
      finish();
      return ended;
    }
    tail = Buffer.concat([tail, chunk.subarray(Math.max(from, chunk.length - 4))]).subarray(-4);
    return chunk.length;
  };

  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (next === 'line') at = readLine(chunk, at);
      else if (next === 'data') at = readData(chunk, at);
      else at = readBytes(chunk, at, next);
    }
  };
}
