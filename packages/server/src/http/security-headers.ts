import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * What a page of the product may load: itself. No script that stands in a page, and no other origin is
 * asked for anything, so that nobody else learns who looks at which patient; a frame may show only our
 * own captured mail. Styles may stand in a page: the charts and menus place themselves by them.
 */
const PAGES_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "script-src-attr 'none'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** What is no page can load nothing, run nothing and be shown in no frame. */
const DATA_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** No page needs more of the machine than to sign in with a passkey and to fill the clipboard. */
const PERMISSIONS = [
  ...[
    'accelerometer',
    'autoplay',
    'browsing-topics',
    'camera',
    'display-capture',
    'encrypted-media',
    'geolocation',
    'gyroscope',
    'hid',
    'idle-detection',
    'magnetometer',
    'microphone',
    'midi',
    'payment',
    'screen-wake-lock',
    'serial',
    'usb',
    'xr-spatial-tracking',
  ].map((feature) => `${feature}=()`),
  'clipboard-write=(self)',
  'fullscreen=(self)',
  'publickey-credentials-create=(self)',
  'publickey-credentials-get=(self)',
].join(', ');

/** Of every answer, whatever it is. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': PERMISSIONS,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Of an answer that is made before there is a request, such as to one that cannot be read. */
export const BARE = { ...ALWAYS, 'content-security-policy': DATA_POLICY } as const;

/** Two years, with all names below it (RFC 6797, 6.1). */
const HSTS = 'max-age=63072000; includeSubDomains';

/**
 * Puts on every answer what tells browsers to keep its content to itself. What a route says of its own
 * stays: a page for anybody has a stricter policy, a picture in mail is for every origin.
 */
export function securityHeaders(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(ALWAYS)) add(reply, name, value);
    // a browser writes the headers of a 304 over those that it has kept (RFC 9111, 3.2 and 4.3.4), and
    // a 304 does not tell what it confirms: a page would get the policy of data, and stay blank
    if (reply.statusCode !== 304) {
      add(reply, 'content-security-policy', isPage(reply) ? PAGES_POLICY : DATA_POLICY);
    }
    // RFC 6797, 7.2: never in clear
    if (request.overTls) add(reply, 'strict-transport-security', HSTS);
  });
}

function add(reply: FastifyReply, name: string, value: string): void {
  if (!reply.hasHeader(name)) void reply.header(name, value);
}

const isPage = (reply: FastifyReply) =>
  String(reply.getHeader('content-type') ?? '').startsWith('text/html');
