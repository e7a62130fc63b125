import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import { type SignUpForm, signUpForm } from './sign-up-form.ts';

/** What became of a form's use. */
export interface SignUpFigures {
  /** How often it was filled in and a mail was due. */
  readonly asked: number;
  /** How many of those pressed the button behind the link. */
  readonly confirmed: number;
  /** How many people on file came by it, and how many of those are patients now. */
  readonly prospects: number;
  readonly patients: number;
}

export interface ListedSignUpForm {
  readonly form: SignUpForm;
  readonly figures: SignUpFigures;
}

/** All forms by name without regard to case, or the one with this id; with their figures. */
export async function listSignUpForms(
  db: Database | Tx,
  organizationId: string,
  id: string | null = null,
): Promise<readonly ListedSignUpForm[]> {
  const rows = await db
    .selectFrom('sign_up_forms as f')
    .selectAll('f')
    .select((eb) => {
      const days = eb
        .selectFrom('sign_up_days as d')
        .whereRef('d.organization_id', '=', 'f.organization_id')
        .whereRef('d.form_id', '=', 'f.id');
      const people = eb
        .selectFrom('prospects as p')
        .whereRef('p.organization_id', '=', 'f.organization_id')
        .whereRef('p.form_id', '=', 'f.id');
      return [
        days.select(sql<number>`coalesce(sum(d.asked), 0)::integer`.as('n')).as('asked'),
        days.select(sql<number>`coalesce(sum(d.confirmed), 0)::integer`.as('n')).as('confirmed'),
        people.select(sql<number>`count(*)::integer`.as('n')).as('prospects'),
        people.select(sql<number>`count(p.patient_since)::integer`.as('n')).as('patients'),
      ];
    })
    .where('f.organization_id', '=', organizationId)
    .$if(id !== null, (forms) => forms.where('f.id', '=', id ?? ''))
    .orderBy(sql`lower(f.content->>'name')`)
    .orderBy('f.id')
    .execute();
  return rows.map(({ asked, confirmed, prospects, patients, ...row }) => ({
    form: signUpForm(row),
    figures: {
      asked: asked ?? 0,
      confirmed: confirmed ?? 0,
      prospects: prospects ?? 0,
      patients: patients ?? 0,
    },
  }));
}
