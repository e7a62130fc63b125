const PROVIDERS: Readonly<Record<string, readonly string[]>> = {
  'gmail.com': ['gmail.com', 'googlemail.com'],
  'yahoo.com': ['yahoo.com', 'ymail.com', 'rocketmail.com', 'aol.com', 'aim.com', 'verizon.net'],
  'outlook.com': ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'passport.com'],
  'icloud.com': ['icloud.com', 'me.com', 'mac.com'],
  'comcast.net': ['comcast.net', 'xfinity.com'],
};
const BY_DOMAIN = new Map(
  Object.entries(PROVIDERS).flatMap(([provider, domains]) =>
    domains.map((domain) => [domain, provider] as const),
  ),
);

/** yahoo.co.uk, hotmail.fr, outlook.de, live.ca: national domains of the same receiver. */
const NATIONAL = /^(yahoo|hotmail|outlook|live|msn|aol)\.(?:com?\.)?[a-z]{2}$/;

/** Whether a name that `providerOf` gave is one of the large ones, which says nothing of anybody. */
export const isLargeProvider = (provider: string): boolean => Object.hasOwn(PROVIDERS, provider);

/**
 * Who keeps the mailbox of an address, or of a domain: one name for the domains of the large
 * providers, since they count complaints over all of them; else the domain itself. Lower case.
 */
export function providerOf(addressOrDomain: string): string {
  const domain = addressOrDomain
    .slice(addressOrDomain.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()
    .replace(/\.$/, '');
  const known = BY_DOMAIN.get(domain);
  if (known !== undefined) return known;
  const national = NATIONAL.exec(domain)?.[1];
  if (national === undefined) return domain;
  return national === 'yahoo' || national === 'aol' ? 'yahoo.com' : 'outlook.com';
}
