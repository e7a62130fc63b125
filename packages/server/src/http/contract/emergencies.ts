import { MOST_HOURS } from '../../access/index.ts';
import { Id, IdParams, nullable, object, route, SensitivityWord, Time, Type } from './common.ts';

const Emergency = object({
  id: Id,
  userId: Id,
  userName: Type.String(),
  reason: Type.String(),
  /** Single people were open up to this class. */
  upTo: SensitivityWord,
  begunAt: Time,
  endsAt: Time,
  /** Before its time; null: it runs, or ran, to its end. */
  endedAt: nullable(Time),
  runs: Type.Boolean(),
  /** When the privacy officers were written to; null: no mail could leave. */
  noticedAt: nullable(Time),
  reviewedAt: nullable(Time),
  reviewedBy: nullable(Type.String()),
  /** What the privacy officer found. */
  review: nullable(Type.String()),
});

export const beginEmergency = route({
  method: 'POST',
  url: '/emergencies',
  tag: 'emergencies',
  summary: 'Open single people to yourself in an emergency, for a while and with a reason',
  permission: 'emergency:use',
  reauth: true,
  body: object({
    /** Kept sealed; it may name whom it is about. */
    reason: Type.String({ minLength: 10, maxLength: 2000, pattern: '\\S' }),
    hours: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_HOURS, default: 1 })),
    upTo: SensitivityWord,
  }),
  response: { 201: object({ id: Id, endsAt: Time, noticed: Type.Boolean() }) },
});

export const listEmergencies = route({
  method: 'GET',
  url: '/emergencies',
  tag: 'emergencies',
  summary: 'Emergency access that was taken, newest first',
  permission: 'emergency:review',
  response: { 200: object({ data: Type.Array(Emergency) }) },
});

export const getEmergency = route({
  method: 'GET',
  url: '/emergencies/{id}',
  tag: 'emergencies',
  summary: 'One, with everything that was done in it',
  permission: 'emergency:review',
  params: IdParams,
  response: {
    200: object({
      ...Emergency.properties,
      acts: Type.Array(
        object({
          at: Time,
          action: Type.String(),
          sentence: Type.String(),
          contactId: nullable(Type.String()),
        }),
      ),
    }),
  },
});

export const endEmergency = route({
  method: 'POST',
  url: '/emergencies/{id}/end',
  tag: 'emergencies',
  summary: 'End emergency access before its time: your own, or as its reviewer anybody’s',
  permission: null,
  params: IdParams,
  response: { 200: object({ endedAt: Time }) },
});

export const reviewEmergency = route({
  method: 'POST',
  url: '/emergencies/{id}/review',
  tag: 'emergencies',
  summary: 'Note what the review of emergency access found; nobody reviews their own',
  permission: 'emergency:review',
  params: IdParams,
  body: object({ review: Type.String({ minLength: 3, maxLength: 4000, pattern: '\\S' }) }),
  response: { 200: Emergency },
});
