import type { NumberedDefinition } from '../contacts/index.ts';
import type { SavedTemplate } from '../templates/index.ts';
import { shownClass } from './shown-class.ts';

export function shownTemplate(template: SavedTemplate, definitions: readonly NumberedDefinition[]) {
  const { id, name, subject, preheader, mjml, text, attachments, version } = template;
  return {
    ...{ id, name, subject, preheader, mjml, text, attachments, version },
    fields: template.fields.map(({ key }) => key),
    class: shownClass(template.classified, definitions),
    updatedAt: template.updatedAt.toISOString(),
  };
}
