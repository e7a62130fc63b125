/**
 * Blanks the comments of a source, so that a field in one counts for nothing and no remark of an
 * author reaches a patient. Offsets and lines stay. Conditional comments stay too: the check
 * refuses them.
 */
export function withoutComments(mjml: string): string {
  let plain = '';
  let at = 0;
  for (;;) {
    const begin = mjml.indexOf('<!--', at);
    if (begin < 0) return plain + mjml.slice(at);
    const conditional = /^(?:\[if|<!\[endif)/i.test(mjml.slice(begin + 4, begin + 13));
    const close = mjml.indexOf('-->', begin + 2);
    if (close < 0) return plain + mjml.slice(at);
    const end = close + 3;
    const comment = mjml.slice(begin, end);
    plain += mjml.slice(at, begin) + (conditional ? comment : comment.replace(/[^\n]/g, ' '));
    at = end;
  }
}
