import { readEmail, readValue } from '@postern/core/contacts';
import type { Asked } from '@postern/core/sign-up';
import type { AttributeDefinition, AttributeValue } from '@postern/core/values';
import type { FastifyRequest } from 'fastify';
import type { ShownForm } from '../forms/index.ts';
import { field, fields } from './form-token.ts';
import type { Typed } from './sign-up-html.ts';

interface Read {
  readonly typed: Typed;
  /** Null where something is wrong: `typed` says what. */
  readonly signUp: {
    readonly email: string;
    readonly said: Readonly<Record<string, AttributeValue>>;
    readonly topicIds: readonly string[];
  } | null;
}

const FAULTS: Readonly<Record<Asked, string>> = {
  given_name: 'Enter your given name on one line, or leave it empty',
  family_name: 'Enter your family name on one line, or leave it empty',
  phone: 'Enter a phone number of 7 to 15 digits, or leave it empty',
  zip: 'Enter a ZIP code such as 97201, or leave it empty',
};

/** Reads what was typed as an import would read it; `definitions` are those of the organization. */
export function readSignUp(
  request: FastifyRequest,
  { form, topics }: Pick<ShownForm, 'form' | 'topics'>,
  definitions: readonly AttributeDefinition[],
): Read {
  const email = readEmail(field(request, 'email'));
  const ticked = fields(request, 'topic');
  const topicIds = topics.flatMap(({ id }) => (ticked.includes(id) ? [id] : []));
  const faults: Record<string, string> = {};
  if (email === null) faults['email'] = 'Enter your email address, such as ann@example.org';
  if (topics.length > 0 && topicIds.length === 0) {
    faults['topics'] = 'Choose at least one of what you would like to get';
  }
  const words: Partial<Record<Asked, string>> = {};
  const said: Record<string, AttributeValue> = {};
  for (const key of form.content.asked) {
    const definition = definitions.find((one) => one.key === key && one.deletedAt === null);
    words[key] = field(request, key);
    // an attribute that was deleted since is not kept
    if (definition === undefined) continue;
    const read = readValue(definition, words[key]);
    if ('problem' in read) faults[key] = FAULTS[key];
    else if (read.value !== null) said[key] = read.value;
  }
  const typed = { email: field(request, 'email'), topicIds, said: words, faults };
  const sound = email !== null && Object.keys(faults).length === 0;
  return { typed, signUp: sound ? { email, said, topicIds } : null };
}
