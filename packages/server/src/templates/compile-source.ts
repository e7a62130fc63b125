import {
  BUILT_IN_FIELDS,
  type CheckedTemplate,
  checkLiquid,
  checkMarkup,
  checkTemplate,
  compileTemplate,
  OWN,
  type OwnUrl,
  problemAt,
  TemplateBroken,
  type TemplateParts,
  type TemplateProblem,
  type TemplateSource,
} from '@postern/core/templates';
import type { AttributeDefinition, Classified } from '@postern/core/values';
import { tooLarge } from './attachment-limits.ts';
import { compileText } from './compile-text.ts';
import { edited } from './edited.ts';
import { footerMjml } from './footer.ts';
import { HiddenLiquid } from './hidden-liquid.ts';
import { LinkPlaces } from './link-places.ts';
import { makeHtml } from './mjml.ts';
import { plainTextOf } from './plain-text.ts';

export interface CompiledSource {
  readonly problems: readonly TemplateProblem[];
  readonly fields: TemplateParts['fields'];
  readonly classified: Classified | null;
  /** Null while there are problems. */
  readonly parts: TemplateParts | null;
}

/**
 * Source to what is kept of a template version: checked, MJML compiled, links replaced by places,
 * what the law wants shown added. Done at save, never per recipient.
 */
export async function compileSource(
  source: TemplateSource,
  definitions: readonly AttributeDefinition[],
): Promise<CompiledSource> {
  const checked = checkTemplate(source, definitions);
  const { fields, classified } = checked;
  if (checked.problems.length > 0) {
    return { problems: checked.problems, fields, classified, parts: null };
  }
  try {
    return await compileChecked(source, definitions, checked);
  } catch (error) {
    // what the libraries cannot hold, or the version could not be read again at dispatch
    if (!(error instanceof RangeError || error instanceof TemplateBroken)) throw error;
    const sentence =
      'This template cannot be compiled with certainty: write it with fewer elements and plainer fields.';
    const problem = problemAt('body', source.mjml, { offset: 0, sentence });
    return { problems: [problem], fields, classified, parts: null };
  }
}

async function compileChecked(
  source: TemplateSource,
  definitions: readonly AttributeDefinition[],
  checked: CheckedTemplate,
): Promise<CompiledSource> {
  const { fields, classified } = checked;
  const { html: made, problems } = await htmlOf(checked);
  if (problems.length > 0) return { problems, fields, classified, parts: null };
  const places = new LinkPlaces();
  const body = await finished(made, source.preheader, definitions, checked, places);
  if (body.problems.length > 0) return { problems: body.problems, fields, classified, parts: null };
  const text = compileText(source.text, checked.text, places) ?? body.text;
  const { subject, preheader } = source;
  const parts = { subject, preheader, html: body.html, text, fields, links: places.links };
  const large = tooLarge(parts, []);
  if (large !== null) return { problems: [large], fields, classified, parts: null };
  // as dispatch will: a version that was saved can be sent
  compileTemplate(parts);
  return { problems: [], fields, classified, parts };
}

/** MJML with its Liquid hidden and the footer in it, as HTML with its Liquid shown again. */
async function htmlOf({ body }: CheckedTemplate) {
  const { mjml, liquid, markup } = body;
  const hidden = new HiddenLiquid(mjml);
  const plain = hidden.hide(mjml, liquid.tokens);
  const linked = (field: OwnUrl) =>
    markup.links.some(
      ({ address, begin, end }) =>
        address.kind === 'own' &&
        address.field === field &&
        liquid.uses.some((use) => use.always && use.offset > begin && use.offset < end) &&
        !/^[^>]*>\s*<\/(?:a|mj-button)/.test(mjml.slice(end)),
    );
  const footer = footerMjml({
    address: liquid.uses.some(({ key, always }) => key === 'organization_address' && always),
    unsubscribe: linked('unsubscribe_url'),
    preferences: linked('preferences_url'),
  });
  // on the body's last line, so that no line moves
  const end = plain.toLowerCase().lastIndexOf('</mj-body');
  const footerTokens = checkLiquid(footer, []).tokens;
  const whole = plain.slice(0, end) + hidden.hide(footer, footerTokens) + plain.slice(end);
  const made = await makeHtml(whole);
  const dropped = liquid.tokens.flatMap((token, number) => {
    if (made.html === '' || hidden.isIn(made.html, number)) return [];
    const sentence =
      'MJML drops what stands between its elements: put this tag in <mj-raw>, as in ' +
      '<mj-raw>{% if … %}</mj-raw>.';
    return [problemAt('body', mjml, { offset: token.begin, sentence })];
  });
  return { html: hidden.show(made.html), problems: [...made.problems, ...dropped].slice(0, 50) };
}

/** The second wall, links, preheader and the place of the open counter; and plain text of it all. */
async function finished(
  made: string,
  preheader: string,
  definitions: readonly AttributeDefinition[],
  checked: CheckedTemplate,
  places: LinkPlaces,
) {
  const liquid = checkLiquid(made, [...definitions, COMMERCIAL]);
  const { links, markup, faults } = checkMarkup(made, liquid.tokens, 'html');
  const expected = new Set([
    ...[...BUILT_IN_FIELDS, OWN.commercial],
    ...checked.body.liquid.uses.map(({ key }) => key),
  ]);
  const wrong = [...liquid.faults, ...faults].map(({ sentence }) => sentence);
  if (liquid.uses.some(({ key }) => !expected.has(key)))
    wrong.push('MJML turned a text of this template into a field.');
  const problems = [...new Set(wrong)].map((sentence): TemplateProblem => {
    return { place: 'body', line: 1, column: 1, sentence: `In the compiled message: ${sentence}` };
  });
  const linked = links.map(({ address, begin, end }) => ({
    begin,
    end,
    text: places.href(address),
  }));
  const title = /<title>\s*<\/title>/.exec(made);
  if (title) {
    const text = '<title>{{ organization_name }}</title>';
    linked.push({ begin: title.index, end: title.index + title[0].length, text });
  }
  const withLinks = edited(made, linked);
  const hidden = new HiddenLiquid(withLinks);
  const plain = await plainTextOf(hidden.hide(withLinks, checkLiquid(withLinks, []).tokens));
  const start = markup.tags.find((tag) => tag.name === 'body' && !tag.closing)?.end ?? 0;
  const end = markup.tags.findLast((tag) => tag.name === 'body' && tag.closing)?.begin ?? 0;
  const html = edited(made, [
    ...linked,
    { begin: start, end: start, text: preheader.trim() === '' ? '' : PREHEADER },
    { begin: end, end, text: OPEN_COUNTER },
  ]);
  return { html, text: hidden.show(plain), problems };
}

const COMMERCIAL: AttributeDefinition = {
  id: OWN.commercial,
  key: OWN.commercial,
  label: OWN.commercial,
  type: 'boolean',
  sensitivity: 'identifier',
  system: null,
  identity: false,
  deletedAt: null,
};

const PREHEADER =
  '<div style="display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;' +
  `overflow:hidden;color:#ffffff">{{ ${OWN.preheader} }}</div>`;

/** Added at the end of the body; no author can write one. */
export const OPEN_COUNTER =
  `{% if ${OWN.openUrl} %}<img src="{{ ${OWN.openUrl} }}" alt="" width="1" height="1" ` +
  'style="display:block;border:0;width:1px;height:1px">{% endif %}';
