import { readFileSync } from 'node:fs';
import { readCases } from '../../packages/core/src/gate/cases.ts';
import { decide, type Permit } from '../../packages/core/src/gate/index.ts';
import type { Extras, TemplateSource } from '../../packages/core/src/templates/index.ts';
import type {
  AttributeDefinition,
  Attributes,
  Sensitivity,
} from '../../packages/core/src/values/index.ts';

function attribute(
  key: string,
  sensitivity: Sensitivity,
  more: Partial<AttributeDefinition> = {},
): AttributeDefinition {
  const label = key.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase());
  const plain = { type: 'text', system: null, identity: false, deletedAt: null } as const;
  return { id: `id-${key}`, key, label, sensitivity, ...plain, ...more };
}

export const definitions: readonly AttributeDefinition[] = [
  attribute('given_name', 'contact', { identity: true }),
  attribute('language', 'contact', { type: 'code', system: 'bcp-47' }),
  attribute('record_number', 'identifier', { identity: true }),
  attribute('plan', 'demographic'),
  attribute('age', 'demographic', { type: 'number' }),
  attribute('last_visit', 'service', { type: 'date' }),
  attribute('conditions', 'diagnosis', { type: 'list', system: 'icd-10-cm' }),
  attribute('main_condition', 'diagnosis', { type: 'code', system: 'icd-10-cm' }),
  attribute('interests', 'demographic', { type: 'list' }),
  attribute('smoker', 'diagnosis', { type: 'boolean' }),
  attribute('session_notes', 'psychotherapy'),
  attribute('nickname', 'contact', { deletedAt: '2026-01-01T00:00:00.000Z' }),
];

/** A source with nothing wrong but what `parts` bring in. */
export function source(parts: Partial<TemplateSource>): TemplateSource {
  return { subject: 'Hello', preheader: '', mjml: mjml('<p>Hello</p>'), text: '', ...parts };
}

export const mjml = (content: string): string =>
  `<mjml><mj-body><mj-section><mj-column><mj-text>\n${content}\n</mj-text></mj-column></mj-section></mj-body></mjml>`;

const cases = readFileSync(new URL('../gate/cases.json', import.meta.url), 'utf8');
const [allowed] = readCases(JSON.parse(cases)).map(({ question }) => question);

/** A real permit, from the gate, that carries these attributes. */
export function permitFor(attributes: Attributes, address = 'kim@example.org'): Permit {
  if (allowed === undefined) throw new Error('The gate suite has no case.');
  const message = { contactId: '0197-contact', address, attributes };
  const answer = decide({ ...allowed, message }, 'law');
  if (!answer.permitted) throw new Error(answer.reason);
  return answer;
}

export const extras: Extras = {
  organizationName: 'Riverside Family Health',
  organizationAddress: '12 River Road\nSpringfield, IL 62701',
  unsubscribeUrl: 'https://mail.example.org/u/t0k3n',
  preferencesUrl: 'https://mail.example.org/p/t0k3n',
  commercial: true,
  linkUrl: (place) => `https://mail.example.org/l/t0k3n/${place}`,
  openUrl: 'https://mail.example.org/o/t0k3n',
};
