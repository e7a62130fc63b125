import type { Email } from 'postal-mime';

/** What a list shows of a captured message. */
export interface SandboxHead {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
}

export function headOf({ subject = '', from, to }: Email): SandboxHead {
  return { subject, from: said(from), to: said(to?.[0]) };
}

/** Reads no further than the headers: what follows may be megabytes. */
export async function readHead(source: Buffer): Promise<SandboxHead> {
  const { default: PostalMime } = await import('postal-mime');
  const end = source.indexOf('\r\n\r\n');
  return headOf(await PostalMime.parse(end < 0 ? source : source.subarray(0, end + 4)));
}

export function isHead(value: unknown): value is SandboxHead {
  if (typeof value !== 'object' || value === null) return false;
  if (!('subject' in value && 'from' in value && 'to' in value)) return false;
  return [value.subject, value.from, value.to].every((one) => typeof one === 'string');
}

/** 'Name <address>', or the address alone. */
function said(
  one: { name?: string | undefined; address?: string | undefined } | undefined,
): string {
  const { name = '', address = '' } = one ?? {};
  return name === '' ? address : `${name} <${address}>`;
}
