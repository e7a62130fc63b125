/** Where a message in the portal is; the first that fits. */
export const MESSAGE_STATES = ['withdrawn', 'expired', 'locked', 'read', 'waiting'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

interface Row {
  readonly withdrawn_at: Date | null;
  readonly expires_at: Date;
  readonly sealed?: Buffer | null;
  readonly locked_at: Date | null;
  readonly read_at: Date | null;
}

export function messageState(row: Row, now: Date): MessageState {
  if (row.withdrawn_at !== null) return 'withdrawn';
  if (row.expires_at <= now || row.sealed === null) return 'expired';
  if (row.locked_at !== null) return 'locked';
  return row.read_at === null ? 'waiting' : 'read';
}
