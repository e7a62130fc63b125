import type { AnswerOf } from '@postern/sdk';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Session = AnswerOf<'getSession'>;
export type Permission =
  | 'people:read'
  | 'contacts:write'
  | 'contacts:delete'
  | 'segments:write'
  | 'templates:write'
  | 'campaigns:write'
  | 'campaigns:send'
  | 'audit:read'
  | 'settings:write';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => answer(api.GET('/api/v1/session')),
  staleTime: 60_000,
});

/** Who is signed in. Every page below the shell has a session. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Whether the person may. The server decides; this only spares them a button that would say no. */
export function useMay(permission: Permission): boolean {
  return useSession().user.permissions.includes(permission);
}

/** What a permission is called when somebody lacks it. */
export const PERMISSION_WORDS: Record<Permission, string> = {
  'people:read': 'see single people',
  'contacts:write': 'change contacts',
  'segments:write': 'change segments',
  'templates:write': 'change templates',
  'campaigns:write': 'change campaigns',
  'campaigns:send': 'send campaigns',
  'audit:read': 'read the audit',
  'settings:write': 'change settings',
};
