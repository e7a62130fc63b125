import { CHANNELS, type OptOutScope, STREAMS } from '../consent/index.ts';
import { AUTHORIZATION_KINDS, OPT_OUTS } from '../gate/index.ts';
import { FINDINGS } from '../hygiene/index.ts';
import { checkDays, checkWhole } from './check-operands.ts';
import { type Fields, type Report, unexpected } from './fields.ts';
import type { Known } from './known.ts';
import {
  EVENT_KINDS,
  type InConsent,
  type PersonCondition,
  PLAIN_STATES,
} from './person-condition.ts';
import { spokenList } from './spoken.ts';

export const PERSON_OPERATORS = [
  'authorizationEnds',
  'event',
  'consent',
  'segment',
  'sample',
  'recentlyMailed',
  'address',
] as const satisfies readonly PersonCondition['op'][];

const MAX_TIMES = 1000;
const MAX_LINKS = 1000;
const MAX_SEED = 64;

export const isPersonOperator = (op: unknown): op is PersonCondition['op'] =>
  PERSON_OPERATORS.some((one) => one === op);

/** A condition on something else than an attribute; null when `report` has heard what is wrong. */
export function checkPerson(
  op: PersonCondition['op'],
  node: Fields,
  pointer: string,
  known: Known,
  report: Report,
): PersonCondition | null {
  const only = (...names: string[]) => unexpected(node, ['op', ...names], pointer, report);
  switch (op) {
    case 'authorizationEnds': {
      only('days');
      const days = checkDays(node.days, `${pointer}/days`, report);
      return days === null ? null : { op, days };
    }
    case 'event':
      only('kind', 'campaign', 'link', 'withinDays', 'beforeDays', 'atLeast');
      return checkEvent(node, pointer, known, report);
    case 'consent':
      return checkConsent(node, pointer, report);
    case 'segment': {
      only('id');
      if (typeof node.id === 'string') return { op, id: node.id };
      return report(`${pointer}/id`, 'Expected the id of a segment.');
    }
    case 'sample': {
      only('percent', 'seed');
      const { percent, seed } = node;
      if (typeof percent !== 'number' || !(percent > 0 && percent <= 100)) {
        return report(`${pointer}/percent`, 'Expected a number above 0, at most 100.');
      }
      if (typeof seed === 'string' && seed !== '' && seed.length <= MAX_SEED) {
        return { op, percent, seed };
      }
      return report(`${pointer}/seed`, `Expected a text of 1 to ${MAX_SEED} characters.`);
    }
    case 'recentlyMailed': {
      only('withinDays', 'stream');
      const withinDays = checkDays(node.withinDays, `${pointer}/withinDays`, report);
      if (withinDays === null) return null;
      if (node.stream === undefined) return { op, withinDays };
      const stream = oneOf(STREAMS, node.stream, `${pointer}/stream`, report);
      return stream && { op, withinDays, stream };
    }
    case 'address': {
      only('is');
      const is = oneOf(FINDINGS, node.is, `${pointer}/is`, report);
      return is && { op, is };
    }
  }
}

function checkEvent(
  node: Fields,
  pointer: string,
  { campaigns }: Known,
  report: Report,
): PersonCondition | null {
  const { campaign, link, withinDays, beforeDays, atLeast } = node;
  const kind = oneOf(EVENT_KINDS, node.kind, `${pointer}/kind`, report);
  if (kind === null) return null;
  if (campaign !== undefined && (typeof campaign !== 'string' || !campaigns.has(campaign))) {
    return report(`${pointer}/campaign`, 'Expected the id of a campaign of this organization.');
  }
  if (link !== undefined && (kind !== 'clicked' || campaign === undefined)) {
    return report(`${pointer}/link`, 'A link is asked for with “clicked” and a campaign alone.');
  }
  const whole = (value: unknown, least: number, most: number, name: string) =>
    value === undefined ? 0 : checkWhole(value, least, most, `${pointer}/${name}`, report);
  const ago = (value: unknown, name: string) =>
    value === undefined ? 0 : checkDays(value, `${pointer}/${name}`, report);
  const days = ago(withinDays, 'withinDays');
  const before = ago(beforeDays, 'beforeDays');
  const place = whole(link, 0, MAX_LINKS, 'link');
  const times = whole(atLeast, 1, MAX_TIMES, 'atLeast');
  if (days === null || before === null || place === null || times === null) return null;
  return {
    op: 'event',
    kind,
    ...(campaign !== undefined && { campaign }),
    ...(link !== undefined && { link: place }),
    ...(withinDays !== undefined && { withinDays: days }),
    ...(beforeDays !== undefined && { beforeDays: before }),
    ...(atLeast !== undefined && { atLeast: times }),
  };
}

export const CONSENT_STATES = [
  ...PLAIN_STATES,
  'opted_out',
  'opted_in',
  'authorized',
  'prefers',
] as const satisfies readonly InConsent['state'][];

function checkConsent(node: Fields, pointer: string, report: Report): InConsent | null {
  const state = oneOf(CONSENT_STATES, node.state, `${pointer}/state`, report);
  const only = (...names: string[]) => unexpected(node, ['op', 'state', ...names], pointer, report);
  switch (state) {
    case null:
      return null;
    case 'opted_out':
    case 'opted_in': {
      only('scope');
      if (isScope(node.scope)) return { op: 'consent', state, scope: node.scope };
      return report(
        `${pointer}/scope`,
        `Expected ${OPT_OUTS.join(', ')}, stream:marketing, stream:transactional, or topic: and the id of a topic.`,
      );
    }
    case 'authorized': {
      only('kind');
      const kind = oneOf(AUTHORIZATION_KINDS, node.kind, `${pointer}/kind`, report);
      return kind && { op: 'consent', state, kind };
    }
    case 'prefers': {
      only('channel');
      const channel = oneOf(CHANNELS, node.channel, `${pointer}/channel`, report);
      return channel && { op: 'consent', state, channel };
    }
    default:
      only();
      return { op: 'consent', state };
  }
}

export const isScope = (scope: unknown): scope is OptOutScope =>
  OPT_OUTS.some((one) => one === scope) ||
  STREAMS.some((stream) => scope === `stream:${stream}`) ||
  (typeof scope === 'string' && /^topic:[\w-]{1,64}$/.test(scope));

function oneOf<const T extends string>(
  words: readonly T[],
  value: unknown,
  pointer: string,
  report: Report,
): T | null {
  const found = words.find((word) => word === value);
  return found ?? report(pointer, `Expected ${spokenList(words, 'or')}.`);
}
