import type { SegmentTree } from '@postern/core/segments';
import type { Day } from '@postern/core/values';
import { sql } from 'kysely';
import type { NumberedDefinition } from '../contacts/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { compileCondition } from './compile-condition.ts';
import { joined, type Test } from './test.ts';

export interface CompileContext {
  readonly organizationId: string;
  readonly keys: Pick<OrganizationKeys, 'valueToken'>;
  /** With the deleted ones or without: what is deleted or sealed is not known, so never true. */
  readonly definitions: readonly NumberedDefinition[];
  /** Today where the organization is. */
  readonly today: Day;
}

/**
 * The tree as a condition on a row of `contacts c`, with the same answers as core's `matches`: never
 * null, so that `not` is the complement. Literals become the tokens that stand in `contact_values`.
 *
 * Each condition is an `exists` on the contact's own rows, with `bucket`, so that it stays within a
 * shard. PostgreSQL makes a semi-join or an anti-join of it where it stands under `and` alone, and
 * looks up the primary key per contact elsewhere; `in (select ...)` under `or` would be a hashed
 * subplan, which falls to a scan per contact once it outgrows work_mem.
 */
export function compileSegment(tree: SegmentTree, context: CompileContext): Test {
  const byKey = new Map(context.definitions.map((definition) => [definition.key, definition]));
  const compile = (node: SegmentTree): Test => {
    switch (node.op) {
      case 'and':
        return joined(node.of.map(compile), sql` and `, sql`true`);
      case 'or':
        return joined(node.of.map(compile), sql` or `, sql`false`);
      case 'not':
        return sql`(not ${compile(node.of)})`;
      default: {
        const definition = byKey.get(node.attribute);
        if (!definition || definition.identity || definition.deletedAt !== null) return sql`false`;
        return compileCondition(node, definition, context);
      }
    }
  };
  return compile(tree);
}
