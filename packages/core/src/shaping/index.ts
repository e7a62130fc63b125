export { DEFAULT_RULES } from './default-rules.ts';
export * from './gcra.ts';
export { isZone, nextDay, wallTime } from './local-time.ts';
export * from './react.ts';
export * from './receivers.ts';
export * from './reply-rules.ts';
export * from './send-window.ts';
export * from './warm-up.ts';
export { ZONES, zoneOf } from './zones.ts';
