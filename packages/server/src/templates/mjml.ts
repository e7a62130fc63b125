import type { TemplateProblem } from '@postern/core/templates';

export interface MadeHtml {
  readonly html: string;
  readonly problems: readonly TemplateProblem[];
}

/**
 * MJML to HTML. Nothing is read from files or fetched: includes and configuration files are off,
 * and no font is named, since MJML would link to Google's for the common ones.
 */
export async function makeHtml(mjml: string): Promise<MadeHtml> {
  // 70 MB that a process which only sends does without
  const { default: mjml2html } = await import('mjml');
  try {
    const { html, errors } = await mjml2html(mjml, {
      fonts: {},
      ignoreIncludes: true,
      useMjmlConfigOptions: false,
      keepComments: false,
      minify: false,
      // all faults are wanted, each with its line; strict would throw them as one text
      validationLevel: 'soft',
    });
    return { html, problems: errors.map((error) => problemOf(mjml, error)) };
  } catch {
    const sentence =
      'The source cannot be read as MJML: expected <mjml><mj-body>…</mj-body></mjml>.';
    return { html: '', problems: [{ place: 'body', line: 1, column: 1, sentence }] };
  }
}

interface MjmlError {
  readonly line: number;
  readonly message: string;
  readonly tagName: string;
}

function problemOf(mjml: string, { line, message, tagName }: MjmlError): TemplateProblem {
  const written = mjml.split('\n')[line - 1] ?? '';
  const column = Math.max(0, written.indexOf(`<${tagName}`)) + 1;
  return { place: 'body', line, column, sentence: sentenceOf(tagName, message) };
}

function sentenceOf(tag: string, message: string): string {
  if (/doesn't exist/.test(message)) return `MJML has no element <${tag}>.`;
  const illegal = /^Attributes? (.+) (?:is|are) illegal$/.exec(message);
  if (illegal) return `<${tag}> has no attribute ${illegal[1]}.`;
  const inside = /^(\S+) cannot be used inside (\S+), only inside: (.+)$/.exec(message);
  if (inside) return `<${inside[1]}> cannot stand in <${inside[2]}>; it belongs in ${inside[3]}.`;
  return `<${tag}>: ${message.replace(/\.?$/, '.')}`;
}
