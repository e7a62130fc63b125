import PostalMime from 'postal-mime';

/** A message as it came over the wire, taken apart. */
export interface Sample {
  readonly bytes: number;
  /** Such as "rsa-sha256, ed25519-sha256". */
  readonly signedWith: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export async function takeApart(source: Buffer): Promise<Sample> {
  const { subject = '', html = '', text = '', headers } = await PostalMime.parse(source);
  const signatures = headers.filter(({ key }) => key === 'dkim-signature');
  const algorithms = signatures.map(({ value }) => /\ba=([\w-]+)/.exec(value)?.[1] ?? 'unknown');
  return { bytes: source.length, signedWith: algorithms.join(', '), subject, html, text };
}
