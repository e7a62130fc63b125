import type { Attributes } from '@postern/core/values';
import { createDefinition } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { createTemplate } from '../../packages/server/src/templates/index.ts';
import type { SendingWorld } from '../../tests/support/sending-world.ts';

/** With the given name, which every organization has, twenty fields. */
const LABELS = [
  'Clinic',
  'Clinic street',
  'Clinic city',
  'Clinic phone',
  'Doctor',
  'Nurse',
  'Coordinator',
  'Weekday',
  'Opening hours',
  'Parking',
  'Bus line',
  'Entrance',
  'Floor',
  'Room',
  'Interpreter',
  'Portal name',
  'Library card',
  'Class title',
  'Class time',
];

const SENTENCES = [
  'what to know before you come',
  'bring your letter and your questions',
  'there is time for what matters to you',
  'call us if the day does not suit you',
  'the building has a ramp and wide doors',
];

export interface Letter {
  readonly templateId: string;
  attributes(index: number): Attributes;
}

/** A template of twenty fields whose message has about 15 KB, text and HTML, saved as any other. */
export async function makeLetter(world: SendingWorld): Promise<Letter> {
  const { database, organizationId } = world;
  return inTransaction(database, async (tx) => {
    const keys: string[] = [];
    for (const [at, label] of LABELS.entries()) {
      const made = await createDefinition(tx, organizationId, {
        label,
        type: 'text',
        sensitivity: 'contact',
        system: null,
        // half of them sealed with the identity, half known to segments too
        identity: at % 2 === 0,
      });
      if (made.kind !== 'created') throw new Error(made.problem);
      keys.push(made.definition.key);
    }
    const made = await createTemplate(tx, organizationId, {
      name: 'Letter',
      subject: 'Your visit, {{ given_name }}',
      preheader: 'What to know before you come',
      mjml: mjml(keys),
      text: '',
      createdBy: null,
    });
    if (made.kind !== 'created') throw new Error(JSON.stringify(made.problems));
    return {
      templateId: made.template.id,
      attributes: (index) =>
        Object.fromEntries(keys.map((key, at) => [key, `${LABELS[at]} no. ${(index % 977) + at}`])),
    };
  });
}

function mjml(keys: readonly string[]): string {
  const paragraphs = keys.map((key, at) => {
    const sentence = SENTENCES[at % SENTENCES.length];
    return `<p>About {{ ${key} }}: ${sentence}.</p>`;
  });
  return `<mjml><mj-body><mj-section><mj-column>
<mj-text>Dear {{ given_name }},</mj-text>
<mj-text>${paragraphs.join('\n')}</mj-text>
<mj-button href="https://www.example.org/visit">Plan the visit</mj-button>
</mj-column></mj-section></mj-body></mjml>`;
}
