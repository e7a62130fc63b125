/**
 * What somebody is told before they may prefer unencrypted mail: there is some risk that a third party
 * reads it (78 Fed. Reg. 5566, 5634, on 45 CFR 164.524). Kept as shown with what they chose.
 */
export const UNENCRYPTED_WARNING = {
  kind: 'unencrypted_warning',
  language: 'en',
  body: 'Mail that is not encrypted can be read by others on its way, such as your mail provider, your employer, or somebody on the same network. It can also be read by anybody who can open your mailbox. You do not have to take that risk: we can send you an encrypted message, or leave it for you to pick up. If you still prefer unencrypted mail, you may change your mind at any time.',
} as const;
