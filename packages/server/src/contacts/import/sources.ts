/** Where the people of a file come from, as whoever imports it says. */
const IMPORT_SOURCES = ['own_records', 'sign_up', 'event', 'partner'] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** What may be said; the last is said too, and refused. */
export const SAID_SOURCES = [...IMPORT_SOURCES, 'bought_list'] as const;
export type SaidSource = (typeof SAID_SOURCES)[number];

/**
 * Nobody on a bought list has asked for mail or is anybody's patient: their providers take such mail for
 * spam and stop the sender's other mail with it, and to sell a list of patients without authorizations
 * is forbidden (45 CFR 164.502(a)(5)(ii)).
 */
export const BOUGHT_LIST =
  'A bought or rented list cannot be imported. The people on it never asked you for mail, so it is taken for spam and stops the mail to your own patients with it; a list of patients may not be sold without their authorization (45 CFR 164.502(a)(5)(ii)). Ask people to sign up instead.';
