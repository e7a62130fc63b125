import { readFileSync } from 'node:fs';
import type { TemplateSource } from '@postern/core/templates';

const read = (name: string) =>
  readFileSync(new URL(`./samples/${name}.mjml`, import.meta.url), 'utf8');

/** What a new template begins with. */
export function starterSource(): TemplateSource {
  return {
    subject: 'News from {{ organization_name }}',
    preheader: 'What is new, in a minute.',
    mjml: read('starter'),
    text: '',
  };
}

/** The templates of the demonstration organization. */
export function sampleTemplates(): readonly (TemplateSource & { readonly name: string })[] {
  return [
    {
      name: 'Diabetes check-up invitation',
      subject: '{{ given_name | default: "Hello" }}, it is time for a visit',
      preheader: 'Book a time that suits you; it takes two minutes.',
      mjml: read('diabetes-check-up'),
      text: '',
    },
    {
      name: 'Spring wellness newsletter',
      subject: 'Spring at {{ organization_name }}',
      preheader: 'Walking groups, pollen season, and better sleep.',
      mjml: read('spring-newsletter'),
      text: '',
    },
  ];
}
