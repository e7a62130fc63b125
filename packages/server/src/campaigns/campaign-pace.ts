import type { SendWindow } from '@postern/core/shaping';
import { readWindow } from '../shaping/index.ts';
import type { CampaignRow } from './campaign-row.ts';

/** How fast, and when, it leaves; null: as the organization's pace says. */
export interface CampaignPace {
  readonly perMinute: number | null;
  readonly window: SendWindow | null;
}

export function paceOf(row: CampaignRow): CampaignPace {
  return {
    perMinute: row.per_second === null ? null : Math.round(row.per_second * 60),
    window: readWindow(row.send_window),
  };
}

export function paceColumns({ perMinute, window }: CampaignPace) {
  return {
    per_second: perMinute === null ? null : perMinute / 60,
    send_window: window === null ? null : JSON.stringify(window),
  };
}
