import type { AttributeDefinition } from '../values/index.ts';
import {
  type Expression,
  type Path,
  readCondition,
  readLoop,
  readOperand,
  readOutput,
  readWhen,
} from './expression.ts';
import { readsAlike } from './parsed.ts';
import type { Fault } from './position.ts';
import { type LiquidToken, readTokens } from './tokens.ts';
import {
  BLOCKS,
  BRANCHES,
  BUILT_IN_FIELDS,
  LIST_PARTS,
  LITERALS,
  LOOP_PARTS,
  nearest,
} from './vocabulary.ts';

/** A field where it is used. `always`: in every message, since it stands in no block. */
export interface Use {
  readonly key: string;
  readonly offset: number;
  readonly always: boolean;
}

export interface LiquidCheck {
  readonly tokens: readonly LiquidToken[];
  /** Attributes and built-in fields, wherever they are shown or tested. */
  readonly uses: readonly Use[];
  readonly faults: readonly Fault[];
}

/** Keeps a check short whatever the source. */
const MOST_TOKENS = 5_000;
/** Liquid reads and renders blocks by recursion. */
const DEEPEST = 20;

interface Block {
  readonly token: LiquidToken;
  readonly variable: string | null;
  /** The last `else`, `elsif` or `when` in it. */
  branch: string | null;
}

/** Reads the Liquid of one part: its tokens, the fields that it touches, and all its faults. */
export function checkLiquid(
  text: string,
  definitions: readonly AttributeDefinition[],
): LiquidCheck {
  const tokens = readTokens(text);
  if (!Array.isArray(tokens)) return { tokens: [], uses: [], faults: [tokens] };
  const tooMany = tokens[MOST_TOKENS];
  if (tooMany) {
    const sentence = `A template has at most ${MOST_TOKENS} fields and conditions; here is one more.`;
    return { tokens, uses: [], faults: [{ offset: tooMany.begin, sentence }] };
  }
  const uses: Use[] = [];
  /** All names in expressions, those of loops too, as often as they are written. */
  const names: string[] = [];
  const faults: Fault[] = [];
  const open: Block[] = [];
  const known = new Map(definitions.map((definition) => [definition.key, definition]));
  const fault = (offset: number, sentence: string) => void faults.push({ offset, sentence });
  const inComment = () => open.at(-1)?.token.name === 'comment';

  const take = ({ paths, faults: found }: Expression) => {
    faults.push(...found);
    // half an expression names fields that nobody meant
    if (found.length > 0) return;
    for (const path of paths) {
      names.push(path.root);
      if (isOfLoop(path, open, faults)) continue;
      const problem = problemOfField(path, known);
      if (problem !== null) fault(path.offset, problem);
      else uses.push({ key: path.root, offset: path.offset, always: open.length === 0 });
    }
  };

  const takeLoop = (token: LiquidToken): string | null => {
    const loop = readLoop(token.inside, token.insideAt);
    take(loop);
    if (open.some((block) => block.token.name === 'for')) {
      fault(
        token.begin,
        'A “for” cannot stand inside another: the message could grow without end.',
      );
    }
    for (const path of loop.paths) {
      const field = known.get(path.root);
      if (field && (field.type !== 'list' || path.part !== null)) {
        fault(path.offset, `Only over a list can one loop; ${path.root} is none.`);
      } else if (!field) fault(path.offset, `Only over a list can one loop; ${path.root} is none.`);
    }
    const variable = loop.variable;
    if (variable === null) return null;
    if (isTaken(variable.root, known)) {
      fault(variable.offset, `“${variable.root}” has a meaning already: choose another name here.`);
    }
    return variable.root;
  };

  for (const token of tokens) {
    const { name, begin } = token;
    if (!token.exact) fault(begin, unclearName(name));
    if (inComment()) {
      if (name === 'endcomment') open.pop();
      else if (name === 'comment') fault(begin, 'A comment cannot stand inside another.');
      // Liquid would look for the end of the comment after the end of what is raw
      else if (name === 'raw') fault(begin, 'A “raw” cannot stand inside a comment.');
      continue;
    }
    if (!token.exact) continue;
    const inner = open.at(-1);
    if (inner?.token.name === 'case' && inner.branch === null && isContent(token)) {
      fault(begin, 'This stands before the first “when”, where it is never shown.');
    }
    if ((isEnd(name) || name === 'else') && token.inside.trim() !== '') {
      fault(token.insideAt, `Nothing stands after “${name}” in its tag.`);
    }
    if (token.kind === 'output') {
      take(readOutput(token.inside, token.insideAt));
    } else if (Object.hasOwn(BLOCKS, name)) {
      const variable = name === 'for' ? takeLoop(token) : null;
      if (name === 'case') take(readOperand(token.inside, token.insideAt));
      if (name === 'if' || name === 'unless') take(readCondition(token.inside, token.insideAt));
      if (open.length === DEEPEST) {
        // what stands deeper may be thousands of levels: one fault tells enough
        fault(begin, `Conditions and loops stand at most ${DEEPEST} deep.`);
        return { tokens, uses, faults };
      }
      open.push({ token, variable, branch: null });
    } else if (Object.hasOwn(BRANCHES, name)) {
      const parents = BRANCHES[name] ?? [];
      if (inner === undefined || !parents.includes(inner.token.name)) {
        fault(begin, `“${name}” stands outside of ${parents.join(', ')}: nothing to choose from.`);
      } else {
        if (inner.branch === 'else') fault(begin, 'Nothing but the end comes after “else”.');
        inner.branch = name;
      }
      if (name === 'elsif') take(readCondition(token.inside, token.insideAt));
      if (name === 'when') take(readWhen(token.inside, token.insideAt));
    } else {
      const opened = Object.keys(BLOCKS).find((one) => BLOCKS[one] === name);
      if (opened === undefined) fault(begin, unknownTag(name));
      else if (inner?.token.name === opened) open.pop();
      else fault(begin, notOpened(name, opened, inner));
    }
  }
  for (const { token } of open) {
    const { name } = token;
    fault(token.begin, `This {% ${name} %} is never closed: write {% ${BLOCKS[name]} %} after it.`);
  }
  if (faults.length === 0 && !readsAlike(text, tokens, names)) {
    const sentence = 'This part cannot be read with certainty: write its fields more plainly.';
    faults.push({ offset: 0, sentence });
  }
  return { tokens, uses, faults };
}

const isEnd = (name: string) => Object.values(BLOCKS).includes(name);

/** What would be shown, were it in its place: a field or a block that is no comment. */
const isContent = ({ kind, name }: LiquidToken) =>
  kind === 'output' || (Object.hasOwn(BLOCKS, name) && name !== 'comment');

function unclearName(name: string): string {
  return `The name of this tag cannot be read: after “${name}” a space or the end of the tag was expected.`;
}

function isOfLoop(path: Path, open: readonly Block[], faults: Fault[]): boolean {
  const inLoop = open.some((block) => block.variable !== null);
  if (path.root === 'forloop' && inLoop) {
    if (path.part === null || !LOOP_PARTS.includes(path.part)) {
      faults.push({ offset: path.offset, sentence: `forloop has ${LOOP_PARTS.join(', ')}.` });
    }
    return true;
  }
  if (!open.some((block) => block.variable === path.root)) return false;
  if (path.part !== null) {
    faults.push({ offset: path.offset, sentence: `“${path.root}” has no parts.` });
  }
  return true;
}

function problemOfField(
  path: Path,
  known: ReadonlyMap<string, AttributeDefinition>,
): string | null {
  const { root, part } = path;
  const builtIn = (BUILT_IN_FIELDS as readonly string[]).includes(root);
  const definition = known.get(root);
  if (!builtIn && definition === undefined) {
    const live = [...known.values()].filter((one) => one.deletedAt === null);
    const near = nearest(root, [...live.map((one) => one.key), ...BUILT_IN_FIELDS]);
    return `There is no field “${root}”${near === null ? '.' : `; did you mean ${near}?`}`;
  }
  if (!builtIn && definition?.deletedAt) {
    return `The field “${root}” was deleted: take it out, or use another.`;
  }
  if (part === null) return null;
  const isList = !builtIn && definition?.type === 'list';
  if (isList && (LIST_PARTS.includes(part) || /^\d+$/.test(part))) return null;
  return isList
    ? `A list has ${LIST_PARTS.join(', ')} and numbered places such as ${root}[0]; not “${part}”.`
    : `The field “${root}” has no parts: write {{ ${root} }}.`;
}

function isTaken(name: string, known: ReadonlyMap<string, AttributeDefinition>): boolean {
  const builtIn = (BUILT_IN_FIELDS as readonly string[]).includes(name);
  return (
    builtIn ||
    known.has(name) ||
    name === 'forloop' ||
    LITERALS.includes(name) ||
    /[A-Z]/.test(name)
  );
}

function unknownTag(name: string): string {
  const all = [...Object.keys(BLOCKS), ...Object.keys(BRANCHES), ...Object.values(BLOCKS)];
  const near = nearest(name, all);
  if (near !== null) return `There is no tag “${name}” in templates; did you mean ${near}?`;
  return `The tag “${name}” cannot be used in templates; known are ${Object.keys(BLOCKS).join(', ')}.`;
}

function notOpened(name: string, opened: string, inner: Block | undefined): string {
  if (inner === undefined) return `“${name}” closes nothing: no {% ${opened} %} is open here.`;
  const expected = BLOCKS[inner.token.name];
  return `“${name}” stands where {% ${expected} %} was expected: {% ${inner.token.name} %} is still open.`;
}
