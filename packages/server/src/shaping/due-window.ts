import { nextOpen, type SendWindow, zoneOf } from '@postern/core/shaping';

/** Who it is for, as far as it says where they live; transactional mail knows no window. */
export interface WindowAsked {
  readonly organizationId: string;
  readonly campaignId: string;
  readonly stream: 'marketing' | 'transactional';
  /** 'TX'; null when it is not known. */
  readonly state: string | null;
  /** '79901' or '79901-1234'. */
  readonly zip: string | null;
}

/**
 * Remembers a minute's answers: a million recipients live in a handful of zones. Answers null when
 * the window is open, else when it opens.
 */
export function windowsOf(): (
  window: SendWindow,
  timeZone: string,
  asked: Pick<WindowAsked, 'state' | 'zip'>,
  now: number,
) => Date | null {
  const known = new Map<string, number | null>();
  let minute = 0;
  return (window, timeZone, { state, zip }, now) => {
    const current = Math.floor(now / 60_000);
    if (current !== minute) {
      known.clear();
      minute = current;
    }
    const zone = zoneOf(state, zip, timeZone);
    const key = `${zone} ${window.from} ${window.to} ${window.days.join('')}`;
    let opens = known.get(key);
    if (opens === undefined) known.set(key, (opens = nextOpen(window, zone, now)));
    return opens === null ? null : new Date(opens);
  };
}
