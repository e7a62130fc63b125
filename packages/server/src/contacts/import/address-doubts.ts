import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';

/**
 * Why an address is hardly a patient's own: nothing can arrive there (RFC 6761, 6.4: `invalid` never
 * exists), it is an office's or a machine's (the mailbox names of RFC 2142 and those that nobody reads),
 * or its domain gives addresses away for minutes.
 */
export type AddressDoubt = 'impossible' | 'role' | 'disposable';

const ROLES = new Set(
  `info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www uucp
  ftp admin administrator billing bounce bounces contact daemon do-not-reply do_not_reply donotreply
  enquiries everyone feedback frontdesk front-desk hello help helpdesk hr inquiries jobs list mail
  mailer-daemon mailer_daemon no-reply no_reply nobody none noreply notifications office orders press
  privacy reception register registrar root spam staff subscribe sysadmin team unknown unsubscribe`.split(
    /\s+/,
  ),
);

/** Domains recur, and so few are kept that a file of strange ones costs nothing. */
const REMEMBERED = 10_000;
let disposable: ReadonlySet<string> | null = null;
const domains = new Map<string, AddressDoubt | null>();

/** Of an address as `readEmail` answers it. */
export function doubtOf(email: string): AddressDoubt | null {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  let doubt = domains.get(domain);
  if (doubt === undefined) {
    doubt = ofDomain(domain);
    if (domains.size >= REMEMBERED) domains.clear();
    domains.set(domain, doubt);
  }
  if (doubt === 'impossible') return doubt;
  const [local = ''] = email.slice(0, at).toLowerCase().split('+');
  return ROLES.has(local) ? 'role' : doubt;
}

function ofDomain(domain: string): AddressDoubt | null {
  if (domain.endsWith('.invalid')) return 'impossible';
  disposable ??= disposableEmailBlocklistSet();
  return disposable.has(domain) ? 'disposable' : null;
}
