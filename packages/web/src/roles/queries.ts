import type { AnswerOf } from '@postern/sdk';
import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import type { Sensitivity } from '../parts/ClassChip.tsx';

export type Role = AnswerOf<'listRoles'>['data'][number];
export type Roles = AnswerOf<'listRoles'>;
export type User = AnswerOf<'listUsers'>['data'][number];

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: () => answer(api.GET('/api/v1/roles')),
  staleTime: 60_000,
});

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: async () => (await answer(api.GET('/api/v1/users'))).data,
});

export type Invitation = AnswerOf<'listInvitations'>['data'][number];

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async () => (await answer(api.GET('/api/v1/invitations'))).data,
});

export const signInSettingsQuery = queryOptions({
  queryKey: ['sign-in-settings'],
  queryFn: () => answer(api.GET('/api/v1/sign-in-settings')),
});

export const userSessionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['users', id, 'sessions'],
    queryFn: async () =>
      (await answer(api.GET('/api/v1/users/{id}/sessions', { params: { path: { id } } }))).data,
  });

const ORDER: readonly Sensitivity[] = [
  'identifier',
  'contact',
  'demographic',
  'service',
  'diagnosis',
  'psychotherapy',
  'part2',
];

/** The roles that see single people of a class, by name. */
export const openTo = (roles: readonly Role[], wanted: Sensitivity): readonly string[] =>
  roles.flatMap(({ name, permissions, highestClass }) =>
    permissions.includes('people:read') &&
    highestClass !== null &&
    ORDER.indexOf(highestClass) >= ORDER.indexOf(wanted)
      ? [name]
      : [],
  );
