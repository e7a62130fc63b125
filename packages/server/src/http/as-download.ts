import type { FastifyReply } from 'fastify';

/**
 * Answers with a file that the browser saves and never shows as a page of ours: RFC 6266, and
 * `nosniff`. Whatever is in it can run nothing.
 */
export function asDownload(
  reply: FastifyReply,
  file: {
    readonly filename: string;
    readonly contentType: string;
    readonly content: Uint8Array;
  },
): FastifyReply {
  return reply
    .header('content-disposition', disposition(file.filename))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')
    .type(file.contentType)
    .send(Buffer.from(file.content.buffer, file.content.byteOffset, file.content.byteLength));
}

/** The name in plain letters, and beside it as it is: RFC 6266 section 5. */
function disposition(filename: string): string {
  const plain = filename.replace(/[^A-Za-z0-9 ._-]/g, '_');
  const whole = encodeURIComponent(filename.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
