import type { Tx } from '../database/index.ts';
import { createSignUpForm } from '../forms/index.ts';

/** A form on which anybody asks for these topics, as a website would show it. */
export async function seedSignUpForm(
  tx: Tx,
  organizationId: string,
  topicIds: readonly string[],
  at: Date,
): Promise<void> {
  const content = {
    name: 'Website',
    title: 'News from Riverside Family Health',
    about: 'What is new at the clinic, and what you can do for your health: about once a month.',
    promise:
      'No spam: we use your address for what you ask for here and for nothing else, and give it to nobody.',
    topicIds,
    asked: ['given_name'] as const,
    places: [],
    active: true,
  };
  const made = await createSignUpForm(tx, organizationId, content, { createdBy: null, at });
  if (made.kind !== 'created')
    throw new Error(`The sample sign-up form does not fit: ${made.faults[0]?.detail}`);
}
