import type { BackupChain } from '../backup/index.ts';

/** What a verified backup holds, line by line. */
export function tellBackup({ head, end }: BackupChain): readonly string[] {
  const full = end.tables.filter(({ rows }) => rows > 0);
  const width = Math.max(0, ...full.map(({ name }) => name.length));
  const bytes = end.tables.reduce((sum, table) => sum + table.bytes, 0);
  const follows =
    head.follows.length === 0 ? 'a full backup' : `follows ${head.follows.at(-1) ?? ''}`;
  return [
    `Intact: the backup ${head.id}, made ${head.createdAt} by Postern ${head.product}; ${follows}.`,
    `Its schema ends in the migration ${head.schema.at(-1) ?? 'none'}.`,
    ...full.map(({ name, rows }) => `  ${name.padEnd(width)}  ${rows}`),
    `${end.tables.length} tables, ${end.tables.reduce((sum, { rows }) => sum + rows, 0)} rows, ${bytes} bytes of rows.`,
  ];
}
