/** What happens to a message of a stream when no TLS to its recipient can be had. */
export const WITHOUT_TLS = ['portal', 'drop'] as const;
export type WithoutTls = (typeof WITHOUT_TLS)[number];

/** The portal's part of an organization's settings. */
export interface PortalSettings {
  /** How many days a link works. */
  readonly days: number;
  /** Who a notice says it is from: not the clinic's name, which can tell the condition. */
  readonly senderName: string;
  /** Whether the notice, which says nothing of anybody, may go where no TLS is offered. */
  readonly noticeInClear: boolean;
  readonly withoutTls: Readonly<Record<'transactional' | 'marketing', WithoutTls>>;
}

/** Marketing is dropped: pick-up is a burden that promotion does not justify. */
export const PORTAL_DEFAULTS: PortalSettings = {
  days: 30,
  senderName: 'Secure message service',
  noticeInClear: true,
  withoutTls: { transactional: 'portal', marketing: 'drop' },
};

export const PORTAL_DAYS = { least: 1, most: 365 } as const;

/**
 * The settings in `organizations.portal`. What is missing or not understood is as by default; a
 * word for `withoutTls` that is not known is read as the careful one, `drop`.
 */
export function portalSettings({ portal }: { readonly portal: unknown }): PortalSettings {
  const given = recordOf(portal);
  const without = recordOf(given['withoutTls']);
  const { days, senderName, noticeInClear, withoutTls } = PORTAL_DEFAULTS;
  return {
    days: daysOf(given['days']) ?? days,
    senderName: nameOf(given['senderName']) ?? senderName,
    noticeInClear:
      typeof given['noticeInClear'] === 'boolean' ? given['noticeInClear'] : noticeInClear,
    withoutTls: {
      transactional: wordOf(without['transactional'], withoutTls.transactional),
      marketing: wordOf(without['marketing'], withoutTls.marketing),
    },
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function daysOf(value: unknown): number | null {
  const fits = typeof value === 'number' && Number.isInteger(value);
  return fits && value >= PORTAL_DAYS.least && value <= PORTAL_DAYS.most ? value : null;
}

function nameOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function wordOf(value: unknown, missing: WithoutTls): WithoutTls {
  if (value === undefined) return missing;
  return WITHOUT_TLS.find((word) => word === value) ?? 'drop';
}
