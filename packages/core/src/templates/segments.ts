import {
  Context,
  type Filter,
  IfTag,
  isTruthy,
  Output,
  Tag,
  type Template,
  TypeGuards,
  toValueSync,
  type Value,
} from 'liquidjs';
import { type Engine, OWN_FILTERS } from './engine.ts';
import type { Scope } from './scopes.ts';

/**
 * One part of a template, cut where messages differ: a slot stands between each two of the statics,
 * which are one more.
 */
export interface Segments {
  readonly engine: Engine;
  readonly statics: readonly string[];
  readonly slots: readonly Slot[];
}

/** Writes what stands in one place of one person's message. */
export type Slot = (writing: Writing) => string;

/** One part of one person's message while it is written. */
export class Writing {
  readonly #engine: Engine;
  readonly #scope: Scope;
  #context: Context | null = null;

  constructor(engine: Engine, scope: Scope) {
    this.#engine = engine;
    this.#scope = scope;
  }
  read(name: string): unknown {
    return this.#scope.read(name);
  }
  write(name: string): string {
    return this.#scope.write(name, this.#engine.write);
  }
  /** Liquid's own state with its limits of time and memory, for what is more than a plain value. */
  get context(): Context {
    const { liquid } = this.#engine;
    this.#context ??= new Context(this.#scope.all(), liquid.options, { sync: true }, { liquid });
    return this.#context;
  }
}

/**
 * Liquid's renderer walks its whole list for everybody: 184 microseconds for a message of 18 KB with
 * 59 slots, where filling the slots alone takes 15.
 */
export function segmentsOf(engine: Engine, templates: readonly Template[]): Segments {
  const statics = [''];
  const slots: Slot[] = [];
  for (const template of templates) {
    if (template instanceof Output || template instanceof Tag) {
      slots.push(slotOf(engine, template));
      statics.push('');
    } else {
      const text = String(engine.liquid.renderSync([template], {}));
      statics.push(`${statics.pop() ?? ''}${text}`);
    }
  }
  return { engine, statics, slots };
}

/** What stands in the slots, in their order. */
export function fillSegments({ slots }: Segments, writing: Writing): readonly string[] {
  return slots.map((slot) => slot(writing));
}

export function joinSegments({ statics }: Segments, values: readonly string[]): string {
  let text = statics[0] ?? '';
  for (let place = 0; place < values.length; place++) {
    text += `${values[place] ?? ''}${statics[place + 1] ?? ''}`;
  }
  return text;
}

/** Conditions and fields are followed here; the rest is left to Liquid, that one node at a time. */
function slotOf(engine: Engine, template: Output | Tag): Slot {
  if (template instanceof IfTag) return conditionOf(engine, template);
  const name = template instanceof Output ? plainName(template.value) : null;
  if (name === null || !(template instanceof Output)) {
    return ({ context }) => String(engine.liquid.renderSync([template], context));
  }
  // the last one is the engine's escape
  const steps = template.value.filters.slice(0, -1).map(stepOf);
  if (steps.length === 0) return (writing) => writing.write(name);
  return (writing) => {
    let value = writing.read(name);
    for (const step of steps) value = step(value, writing);
    return engine.write(value);
  };
}

function conditionOf(engine: Engine, { branches, elseTemplates = [] }: IfTag): Slot {
  const cases = branches.map(({ value, templates }) => {
    const name = value.filters.length === 0 ? plainName(value) : null;
    return {
      read: (writing: Writing): unknown =>
        name === null ? toValueSync(value.value(writing.context)) : writing.read(name),
      part: segmentsOf(engine, templates),
    };
  });
  const otherwise = segmentsOf(engine, elseTemplates);
  // what counts as true is a setting: a message's own context, with all its values, is not needed
  const settings = new Context({}, engine.liquid.options);
  return (writing) => {
    const met = cases.find(({ read }) => isTruthy(read(writing), settings));
    const part = met?.part ?? otherwise;
    return joinSegments(part, fillSegments(part, writing));
  };
}

/** One filter with its values. */
function stepOf(filter: Filter): (value: unknown, writing: Writing) => unknown {
  const own = OWN_FILTERS[filter.name];
  const values = filter.args.map(literal);
  if (own === undefined || values.includes(undefined)) {
    return (value, { context }) => toValueSync(filter.render(value, context));
  }
  return (value) => own(value, ...values);
}

/** The text or number that stands in the template; undefined for all else. */
function literal(argument: unknown): string | number | undefined {
  const plain = TypeGuards.isQuotedToken(argument) || TypeGuards.isNumberToken(argument);
  return plain ? argument.content : undefined;
}

/** The field of an expression that is one field and no more. */
function plainName({ initial }: Value): string | null {
  const [token, ...more] = initial.postfix;
  if (more.length > 0 || !TypeGuards.isPropertyAccessToken(token)) return null;
  const [root, ...parts] = token.props;
  if (parts.length > 0 || token.variable !== undefined) return null;
  return TypeGuards.isWordToken(root) ? root.content : null;
}
