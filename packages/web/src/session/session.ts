import type { AnswerOf } from '@postern/sdk';
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

export type Session = AnswerOf<'getSession'>;
export type Permission = AnswerOf<'listRoles'>['permissions'][number]['permission'];

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
  'people:export': 'take people’s records out in files',
  'contacts:write': 'change contacts',
  'contacts:delete': 'delete contacts',
  'imports:write': 'import files',
  'attributes:write': 'define attributes',
  'segments:write': 'change segments',
  'templates:write': 'change templates',
  'campaigns:write': 'change campaigns',
  'campaigns:send': 'approve and send campaigns',
  'forms:write': 'change authorization forms',
  'delivery:read': 'see how mail is delivered',
  'delivery:write': 'change how mail is delivered',
  'settings:write': 'change settings',
  'keys:write': 'change keys',
  'users:write': 'give roles',
  'applications:write': 'let applications in',
  'audit:read': 'read the audit',
  'emergency:use': 'take emergency access',
  'emergency:review': 'review emergency access',
};
