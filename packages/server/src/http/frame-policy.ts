import { PUBLIC_POLICY } from './public-page.ts';

/** As other public pages, but shown in a frame by these sites too (CSP Level 3, frame-ancestors). */
export function framePolicy(origins: readonly string[]): string {
  if (origins.length === 0) return PUBLIC_POLICY;
  return PUBLIC_POLICY.replace(
    "frame-ancestors 'none'",
    `frame-ancestors 'self' ${origins.join(' ')}`,
  );
}
