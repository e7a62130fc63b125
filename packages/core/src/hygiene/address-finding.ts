/**
 * What is wrong with an address: it cannot exist; its domain takes no mail, as the DNS says; it belongs to
 * a post and not to a person; its domain gives addresses away for minutes.
 */
export const FINDINGS = ['impossible', 'no_mail', 'role', 'disposable'] as const;
export type Finding = (typeof FINDINGS)[number];
