import { Output, Tag, type Template, TypeGuards, Value } from 'liquidjs';
import { textEngine } from './engine.ts';
import type { LiquidToken } from './tokens.ts';
import { BLOCKS } from './vocabulary.ts';

/** What Liquid itself made of a text. */
export interface Parsed {
  /** Roots of all variables in expressions, as often as they are named. */
  readonly names: readonly string[];
  /** Those among them that no loop brings in: what rendering asks for. */
  readonly free: ReadonlySet<string>;
  readonly tags: readonly string[];
  readonly outputs: number;
}

/** Stands for anything whose name is not a plain word; no field has this name. */
const UNKNOWN = '?';

/**
 * The second wall in front of Liquid. It shares nothing with the reader of the check: it walks the
 * tree that will be rendered, so that no difference between the two can bring in a field.
 */
export function readParsed(templates: readonly Template[]): Parsed {
  const names: string[] = [];
  const free = new Set<string>();
  const tags: string[] = [];
  let outputs = 0;
  const walk = (some: readonly Template[], local: readonly string[]) => {
    for (const template of some) {
      const { tag, output } = kindOf(template);
      if (output) outputs++;
      if (tag !== null) tags.push(tag);
      // a loop is over what is named outside of it
      for (const argument of template.arguments?.() ?? []) {
        for (const name of namesIn(argument)) {
          names.push(name);
          if (!local.includes(name)) free.add(name);
        }
      }
      walk(childrenOf(template), [...local, ...(template.blockScope?.() ?? [])]);
    }
  };
  walk(templates, []);
  return { names, free, tags, outputs };
}

function kindOf(template: Template): { readonly tag: string | null; readonly output: boolean } {
  return {
    tag: template instanceof Tag ? template.name : null,
    output: template instanceof Output,
  };
}

/** Whether Liquid finds in a text the tags and names that the check found, as often. */
export function readsAlike(
  text: string,
  tokens: readonly LiquidToken[],
  names: readonly string[],
): boolean {
  let parsed: Parsed;
  try {
    parsed = readParsed(textEngine.liquid.parse(text));
  } catch {
    return false;
  }
  const own = ownTags(tokens);
  return (
    parsed.outputs === own.outputs && isSame(parsed.tags, own.tags) && isSame(parsed.names, names)
  );
}

/** The blocks and outputs of a text without what stands in comments. */
function ownTags(tokens: readonly LiquidToken[]) {
  const tags: string[] = [];
  let outputs = 0;
  let hidden = false;
  for (const { kind, name } of tokens) {
    if (hidden) hidden = name !== 'endcomment';
    else if (kind === 'output') outputs++;
    else {
      if (Object.hasOwn(BLOCKS, name)) tags.push(name);
      hidden = name === 'comment';
    }
  }
  return { tags, outputs };
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  const sorted = others.toSorted();
  return (
    some.length === others.length && some.toSorted().every((one, place) => one === sorted[place])
  );
}

function childrenOf(template: Template): readonly Template[] {
  const steps = template.children?.(false, true);
  if (steps === undefined) return [];
  // a tag of the vocabulary has its children at hand; one that waits for files has none here
  const step = steps.next();
  return step.done ? step.value : [];
}

function namesIn(argument: unknown): string[] {
  if (argument instanceof Value) {
    return [...argument.initial.postfix, ...argument.filters.flatMap(({ args }) => args)].flatMap(
      namesIn,
    );
  }
  if (Array.isArray(argument)) return argument.flatMap(namesIn);
  if (TypeGuards.isPropertyAccessToken(argument)) {
    const [root, ...parts] = argument.props;
    const nested = parts.flatMap((part) => (TypeGuards.isWordToken(part) ? [] : namesIn(part)));
    if (argument.variable !== undefined) return [UNKNOWN, ...nested];
    return [TypeGuards.isWordToken(root) ? root.content : UNKNOWN, ...nested];
  }
  if (
    TypeGuards.isOperatorToken(argument) ||
    TypeGuards.isNumberToken(argument) ||
    TypeGuards.isQuotedToken(argument) ||
    TypeGuards.isLiteralToken(argument)
  ) {
    return [];
  }
  // ranges, groups, and whatever Liquid may learn to read
  return argument === undefined || typeof argument === 'string' ? [] : [UNKNOWN];
}
