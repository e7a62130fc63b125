import type { AttributeDefinition, Classified } from '../values/index.ts';
import { checkLiquid, type LiquidCheck, type Use } from './check-liquid.ts';
import { checkMarkup, type MarkupCheck } from './check-markup.ts';
import { checkText, faultsOfShownText } from './check-text.ts';
import { classOf } from './class-of.ts';
import { withoutComments } from './comments.ts';
import { type Fault, problemAt } from './position.ts';
import type { Place, TemplateField, TemplateProblem, TemplateSource } from './source.ts';
import { BUILT_IN_FIELDS, isOwnUrl } from './vocabulary.ts';

/** Largest source, all parts together, in bytes of UTF-8. */
export const MAX_SOURCE_BYTES = 1_048_576;
/** The MJML source and the plain text, each: a check of both takes about a second at most. */
const MAX_PART_BYTES = 262_144;
const MOST_PROBLEMS = 50;

export interface CheckedTemplate {
  /** In reading order; at most fifty. */
  readonly problems: readonly TemplateProblem[];
  /** Attributes shown or tested, in the order of their first use: what a permit may carry. */
  readonly fields: readonly TemplateField[];
  readonly classified: Classified | null;
  /** The MJML source without comments, and what was read in it. */
  readonly body: {
    readonly mjml: string;
    readonly liquid: LiquidCheck;
    readonly markup: MarkupCheck;
  };
  readonly text: LiquidCheck & Pick<MarkupCheck, 'links'>;
}

/** Reads all parts of a source and says everything that is wrong with it. Never throws. */
export function checkTemplate(
  source: TemplateSource,
  definitions: readonly AttributeDefinition[],
): CheckedTemplate {
  const tooLong = tooLongSentence(source);
  const { subject, preheader, mjml, text } =
    tooLong !== null ? { subject: '', preheader: '', mjml: '', text: '' } : source;
  const plain = withoutComments(mjml);
  const header = {
    subject: checkLiquid(subject, definitions),
    preheader: checkLiquid(preheader, definitions),
  };
  const body = checkLiquid(plain, definitions);
  const markup = checkMarkup(plain, body.tokens, 'mjml');
  const textLiquid = checkLiquid(text, definitions);
  const textLinks = checkText(text, textLiquid.tokens);
  const faults: Record<Place, readonly Fault[]> = {
    subject: [
      ...header.subject.faults,
      ...faultsOfHeader('subject', header.subject.uses, definitions),
      ...faultsOfLine(subject),
    ],
    preheader: [
      ...header.preheader.faults,
      ...faultsOfHeader('preheader', header.preheader.uses, definitions),
      ...faultsOfLine(preheader),
    ],
    body: [
      ...body.faults,
      ...markup.faults,
      ...faultsOfShownText(plain, body.tokens, markup.markup.tags),
      ...faultsOfOwnUrls(body.uses, markup),
      ...(/<mj-body[\s>]/i.test(plain) ? [] : [{ offset: 0, sentence: NO_BODY }]),
    ],
    text: [...textLiquid.faults, ...textLinks.faults],
  };
  if (subject.trim() === '')
    faults.subject = [{ offset: 0, sentence: 'A message needs a subject.' }];
  const parts = { subject, preheader, body: mjml, text };
  const problems =
    tooLong !== null
      ? [problemAt('body', '', { offset: 0, sentence: tooLong })]
      : (Object.keys(faults) as Place[]).flatMap((place) =>
          inOrder([...faults[place], ...faultsOfControls(parts[place])])
            .slice(0, MOST_PROBLEMS)
            .map((fault) => problemAt(place, parts[place], fault)),
        );
  const uses = [header.subject, header.preheader, body, textLiquid].flatMap((part) => part.uses);
  const fields = fieldsOf(uses, definitions);
  return {
    problems: problems.slice(0, MOST_PROBLEMS),
    fields,
    classified: classOf(fields),
    body: { mjml: plain, liquid: body, markup },
    text: { ...textLiquid, links: textLinks.links },
  };
}

const NO_BODY = 'The source has no <mj-body>: expected <mjml><mj-body>…</mj-body></mjml>.';
const TOO_LONG = 'The template is larger than 1 MB: mail of that size is cut or not delivered.';
const BODY_TOO_LONG =
  'The MJML source is larger than 256 kB: mail programs cut mail long before that.';
const TEXT_TOO_LONG =
  'The plain text is larger than 256 kB: mail programs cut mail long before that.';

function tooLongSentence({ subject, preheader, mjml, text }: TemplateSource): string | null {
  if (lengthOf([subject, preheader, mjml, text]) > MAX_SOURCE_BYTES) return TOO_LONG;
  if (lengthOf([mjml]) > MAX_PART_BYTES) return BODY_TOO_LONG;
  return lengthOf([text]) > MAX_PART_BYTES ? TEXT_TOO_LONG : null;
}

function fieldsOf(
  uses: readonly Use[],
  definitions: readonly AttributeDefinition[],
): TemplateField[] {
  const known = new Map(definitions.map((definition) => [definition.key, definition]));
  return [...new Set(uses.map(({ key }) => key))].flatMap((used) => {
    if ((BUILT_IN_FIELDS as readonly string[]).includes(used)) return [];
    const definition = known.get(used);
    if (definition === undefined) return [];
    const { key, label, type, system, sensitivity } = definition;
    return [{ key, label, type, system, sensitivity }];
  });
}

/**
 * A subject is read on a locked screen and by every relay on the way, and so is the preheader:
 * they may show how one addresses the person, and nothing else of them (164.502(b), 164.312(e)).
 */
function faultsOfHeader(
  place: 'subject' | 'preheader',
  uses: readonly Use[],
  definitions: readonly AttributeDefinition[],
): Fault[] {
  return uses.flatMap(({ key, offset }) => {
    if (isOwnUrl(key)) {
      return [{ offset, sentence: `An address cannot stand in the ${place}.` }];
    }
    const isBuiltIn = (BUILT_IN_FIELDS as readonly string[]).includes(key);
    const sensitivity = definitions.find((one) => one.key === key)?.sensitivity;
    if (isBuiltIn || sensitivity === 'contact') return [];
    const sentence =
      `The ${place} shows on locked screens, so it may use contact fields alone: ` +
      `“${key}” is of class ${sensitivity}.`;
    return [{ offset, sentence }];
  });
}

function faultsOfLine(text: string): Fault[] {
  const offset = text.search(/[\r\n]/);
  return offset < 0
    ? []
    : [{ offset, sentence: 'This part is one line: take the line break out.' }];
}

function faultsOfControls(text: string): Fault[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const offset = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
  return offset < 0 ? [] : [{ offset, sentence: 'An unprintable sign stands here: take it out.' }];
}

function faultsOfOwnUrls(uses: readonly Use[], { links }: MarkupCheck): Fault[] {
  return uses
    .filter(({ key }) => isOwnUrl(key))
    .filter(({ offset }) => !links.some((link) => link.begin <= offset && offset < link.end))
    .map(({ key, offset }) => ({
      offset,
      sentence: `Write it as a link: <a href="{{ ${key} }}">${key === 'unsubscribe_url' ? 'Unsubscribe' : 'Choose what you get'}</a>.`,
    }));
}

function inOrder(faults: readonly Fault[]): Fault[] {
  const first = new Map<number, Fault>();
  // the first fault found at a place is the most telling
  for (const fault of faults) if (!first.has(fault.offset)) first.set(fault.offset, fault);
  return [...first.values()].sort((a, b) => a.offset - b.offset);
}

/** In bytes; once it is over the greatest, any number over it. */
function lengthOf(parts: readonly string[]): number {
  let bytes = 0;
  for (const part of parts) {
    if (bytes + part.length > MAX_SOURCE_BYTES) return bytes + part.length;
    for (let at = 0; at < part.length; at++) {
      const unit = part.charCodeAt(at);
      // a surrogate is half of a four-byte sign
      bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
    }
  }
  return bytes;
}
