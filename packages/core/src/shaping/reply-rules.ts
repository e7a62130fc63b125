import { hasSuffix } from './receivers.ts';

/** What a site answered, in words that name nobody. */
export interface HeardReply {
  /** Null for a connection that could not be had. */
  readonly code: number | null;
  readonly enhanced: string | null;
  readonly text: string;
}

/** Marketing alone, or transactional mail too: where it is the connection that is not wanted. */
export type Holds = 'everything' | 'marketing';

export type RuleAction =
  | { readonly kind: 'suspend'; readonly seconds: number }
  /** To a fraction of the pace of now; after so many seconds it doubles, and so on up to the whole. */
  | { readonly kind: 'slow'; readonly to: number; readonly seconds: number }
  | { readonly kind: 'none' };

/** What we do when a site says something. All that is not null has to match. */
export interface ReplyRule {
  readonly id: string;
  readonly label: string;
  /** The end of the mail servers' names. */
  readonly suffix: string | null;
  /** How the code begins, such as '421' or '4'; 'none': no connection could be had. */
  readonly code: string | null;
  /** How the enhanced code begins, such as '4.7.'. */
  readonly enhanced: string | null;
  /** A regular expression over the text, whatever the case. */
  readonly text: string | null;
  /** As often as this within so many seconds. */
  readonly threshold: number;
  readonly within: number;
  readonly holds: Holds;
  readonly action: RuleAction;
}

/** The first rule that a reply matches. */
export function ruleFor(
  site: string,
  { code, enhanced, text }: HeardReply,
  rules: readonly ReplyRule[],
): ReplyRule | null {
  const found = rules.find(
    (rule) =>
      (rule.suffix === null || hasSuffix(site, rule.suffix)) &&
      (rule.code === null || (code === null ? 'none' : String(code)).startsWith(rule.code)) &&
      (rule.enhanced === null || (enhanced ?? '').startsWith(rule.enhanced)) &&
      (rule.text === null || compiled(rule.text).test(text)),
  );
  return found ?? null;
}

const patterns = new Map<string, RegExp>();

function compiled(source: string): RegExp {
  const known = patterns.get(source);
  if (known) return known;
  if (!isBounded(source)) throw new Error(`This pattern could take too long: ${source}`);
  const pattern = new RegExp(source, 'iu');
  patterns.set(source, pattern);
  return pattern;
}

/** Of a bounded length, without look-around, references, or a repetition of what repeats itself. */
export function isBounded(source: string): boolean {
  return (
    source.length <= 200 && !/\(\?[=!<]|\\[1-9k]|\)[*+{]|[*+]\)|[*+].*[*+].*[*+]/u.test(source)
  );
}
