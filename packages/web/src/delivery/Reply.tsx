import type { SiteEvent } from './shaping.ts';

/** What a server said, as it says it: 421 4.7.28 “Too fast”. */
export function Reply({ to }: { to: Pick<SiteEvent, 'code' | 'enhanced' | 'reply'> }) {
  const { code, enhanced, reply } = to;
  const codes = [code, enhanced].filter((part) => part !== null).join(' ');
  // most servers begin their words with the enhanced code (RFC 2034)
  const words = enhanced && reply?.startsWith(enhanced) ? reply.slice(enhanced.length) : reply;
  return (
    <>
      {codes || 'No connection'} {words && <q>{words.trim()}</q>}
    </>
  );
}
