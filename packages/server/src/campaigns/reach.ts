import { hasBit, PAGE_CONTACTS } from '@postern/core/columns';
import { columnMask } from '@postern/core/segments';
import { comparableForm } from '@postern/core/values';
import { findNumbers, IDS, type NumberedDefinition } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type AnsweredPage, hasEmailAt, type Member, membersOf } from '../segments/index.ts';
import type { AudienceQuestion } from './judged.ts';

/** A member of the audience, and what columns tell of them; nobody is opened for it. */
export interface Reached extends Member {
  readonly hasEmail: boolean;
  /** CA or WA; null for every other state, about which the gate asks nothing. */
  readonly state: string | null;
  /** All that the template shows is known of them. */
  readonly complete: boolean;
}

/** How the members on a page are reached; `also`: what is read of each page for it. */
export interface ReachReader {
  readonly also: readonly number[];
  of(page: AnsweredPage): readonly Reached[];
}

const LAWS_OF_THEIR_OWN = ['CA', 'WA'] as const;

export async function reachReader(
  db: Database | Tx,
  keys: OrganizationKeys,
  { definitions, template }: AudienceQuestion,
): Promise<ReachReader> {
  const byKey = new Map(
    definitions.filter(({ deletedAt }) => deletedAt === null).map((one) => [one.key, one]),
  );
  const state = byKey.get('state');
  const states = state ? await statesOf(db, keys, state) : new Map<number, string>();
  const shown = template.fields.map(({ key }) => byKey.get(key)?.number ?? null);
  const numbers = shown.filter((number) => number !== null);
  const also = [IDS, ...(state ? [state.number] : []), ...numbers];
  return {
    also,
    of(page) {
      const members = membersOf(page);
      const lives = state ? page.columns.get(state.number) : undefined;
      const known = numbers.map((number) =>
        columnMask({ kind: 'known' }, page.columns.get(number) ?? null),
      );
      // a field whose attribute was deleted is known of nobody
      const gone = numbers.length < shown.length;
      return members.map((member) => {
        const slot = member.place - page.page * PAGE_CONTACTS;
        const number = lives?.kind === 'one' ? (lives.values[slot] ?? 0) : 0;
        return {
          ...member,
          hasEmail: hasEmailAt(page, member.place),
          state: states.get(number) ?? null,
          complete: !gone && known.every((bits) => hasBit(bits, slot)),
        };
      });
    },
  };
}

async function statesOf(
  db: Database | Tx,
  keys: OrganizationKeys,
  state: NumberedDefinition,
): Promise<ReadonlyMap<number, string>> {
  const form = (name: string) => comparableForm(state, name);
  const forms = new Set(LAWS_OF_THEIR_OWN.map(form));
  const numberOf = await findNumbers(db, keys, new Map([[state, forms]]));
  return new Map(
    LAWS_OF_THEIR_OWN.flatMap((name) => {
      const number = numberOf(state, form(name));
      return number === undefined ? [] : [[number, name] as const];
    }),
  );
}
