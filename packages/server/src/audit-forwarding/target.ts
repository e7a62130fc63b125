import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { OrganizationKeys } from '../keys/index.ts';

const Syslog = Type.Object({
  kind: Type.Literal('syslog'),
  host: Type.String(),
  port: Type.Integer(),
  /** PEM of the authority to verify against; null for those that the runtime knows. */
  authority: Type.Union([Type.String(), Type.Null()]),
});
const Webhook = Type.Object({
  kind: Type.Literal('webhook'),
  url: Type.String(),
  /** `whsec_` and base64, as Standard Webhooks writes it. */
  secret: Type.String(),
  authority: Type.Union([Type.String(), Type.Null()]),
});
const Target = Type.Union([Syslog, Webhook]);

export type SyslogTarget = Type.Static<typeof Syslog>;
export type WebhookTarget = Type.Static<typeof Webhook>;
export type ForwardTarget = SyslogTarget | WebhookTarget;

const context = (id: string) => `audit_forwards.target:${id}`;

export const sealTarget = (keys: OrganizationKeys, id: string, target: ForwardTarget): Buffer =>
  keys.sealJson(target, context(id));

export function openTarget(keys: OrganizationKeys, id: string, sealed: Buffer): ForwardTarget {
  const target = keys.openJson(sealed, context(id));
  if (!Value.Check(Target, target)) throw new TypeError(`The forwarding ${id} does not read.`);
  return target;
}

/** Where it goes, as people read it. */
export const placeOf = (target: ForwardTarget): string =>
  target.kind === 'syslog' ? `${target.host}:${target.port}` : new URL(target.url).host;
