import type { Act } from './acts.ts';
import type { ConsentChange, Scope } from './consent.ts';

/** What is being written down of what somebody said. */
export interface SaidDraft {
  scope: Scope;
  address: string;
  /** The warning as it was shown; null until it is known. */
  warning: string | null;
  often: 'as_is' | 'day' | 'week' | 'month';
  most: number;
  channel: 'email' | 'phone' | 'post' | 'portal';
  language: string;
  /** YYYY-MM-DD; empty where it is not known. */
  on: string;
  note: string;
}

export const EMPTY_DRAFT: SaidDraft = {
  scope: 'all_commercial',
  address: '',
  warning: null,
  often: 'week',
  most: 1,
  channel: 'phone',
  language: 'es',
  on: '',
  note: '',
};

/** What goes on file; null while something is missing. */
export function changeOf(act: Act, draft: SaidDraft): ConsentChange | null {
  const note = draft.note.trim() === '' ? {} : { note: draft.note.trim() };
  switch (act) {
    case 'opted_out':
    case 'opted_in':
      return { kind: act, scope: draft.scope, ...note };
    case 'restriction_requested':
    case 'restriction_agreed':
    case 'restriction_declined':
    case 'restriction_ended':
    case 'complained':
      return { kind: act, ...note };
    case 'no_email':
      return { kind: 'confidential_communication', wish: 'no_email', ...note };
    case 'email_again':
      return { kind: 'confidential_communication', wish: 'none', ...note };
    case 'other_address': {
      const address = draft.address.trim();
      if (address.length < 3) return null;
      return { kind: 'confidential_communication', wish: 'other_address', address, ...note };
    }
    case 'unencrypted':
      if (draft.warning === null) return null;
      return { kind: 'unencrypted_mail', prefers: true, warning: draft.warning, ...note };
    case 'encrypted':
      return { kind: 'unencrypted_mail', prefers: false, ...note };
    case 'frequency':
      return draft.often === 'as_is'
        ? { kind: 'frequency_chosen', most: null, period: 'week', ...note }
        : { kind: 'frequency_chosen', most: draft.most, period: draft.often, ...note };
    case 'channel':
      return { kind: 'channel_chosen', channel: draft.channel, ...note };
    case 'language':
      if (!/^[a-z]{2,3}$/.test(draft.language)) return null;
      return { kind: 'language_chosen', language: draft.language, ...note };
    case 'deceased':
      return { kind: 'deceased', on: draft.on === '' ? null : draft.on, ...note };
  }
}
