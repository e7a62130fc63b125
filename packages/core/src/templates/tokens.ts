import { type TagToken, type Token, type TokenizationError, Tokenizer, TokenKind } from 'liquidjs';
import type { Fault } from './position.ts';

/** One `{{ … }}` or `{% … %}` of a source. */
export interface LiquidToken {
  readonly kind: 'output' | 'tag';
  /** Of a tag its name as Liquid reads it: `if`. */
  readonly name: string;
  /**
   * Whether the name is a plain word with a space or the end after it. Liquid reads `endcomment.x`
   * as `endcomment`; what every reader does not read alike is refused.
   */
  readonly exact: boolean;
  /** What stands after the name (of a tag) or between the braces, and where that begins. */
  readonly inside: string;
  readonly insideAt: number;
  readonly begin: number;
  readonly end: number;
}

/** The tokens of a text in order, or the first place where braces do not close. */
export function readTokens(text: string): LiquidToken[] | Fault {
  let tokens: Token[];
  try {
    tokens = new Tokenizer(text).readTopLevelTokens();
  } catch (error) {
    const { token } = error as TokenizationError;
    const begin = token?.begin ?? 0;
    const opened = text.startsWith('{%', begin) ? '{%' : '{{';
    const closed = opened === '{%' ? '%}' : '}}';
    return {
      offset: begin,
      sentence: text.startsWith(opened, begin)
        ? `This ${opened} is never closed: expected ${closed} after it.`
        : 'From here on the tags cannot be read.',
    };
  }
  return tokens.flatMap((token) => (token.kind === TokenKind.HTML ? [] : [readToken(text, token)]));
}

function readToken(text: string, token: Token): LiquidToken {
  const { kind, begin, end } = token;
  const from = text[begin + 2] === '-' ? begin + 3 : begin + 2;
  const to = text[end - 3] === '-' ? end - 3 : end - 2;
  const content = text.slice(from, Math.max(from, to));
  if (kind === TokenKind.Output) {
    return { kind: 'output', name: '', exact: true, inside: content, insideAt: from, begin, end };
  }
  const { name } = token as TagToken;
  const written = /^[ \t\r\n]*([a-z]+)(?=[ \t\r\n]|$)/.exec(content);
  const skipped = written?.[0].length ?? 0;
  return {
    kind: 'tag',
    name,
    exact: written?.[1] === name,
    inside: content.slice(skipped),
    insideAt: from + skipped,
    begin,
    end,
  };
}
