import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../api/client.ts';
import { sessionQuery } from '../session/session.ts';
import { type Organization, type OrganizationChange, organizationQuery } from './queries.ts';

/** Saves the organization as it is given; 412 when somebody else saved since `version`. */
export function useSave(saved: (organization: Organization) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ version, change }: { version: number; change: OrganizationChange }) =>
      answer(api.PUT('/api/v1/organization', { body: change, headers: ifMatch(version) })),
    onSuccess: (organization) => {
      queries.setQueryData(organizationQuery.queryKey, organization);
      // its name and whether mail leaves stand in the frame of every page
      void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
      void queries.invalidateQueries({ queryKey: ['campaigns'] });
      saved(organization);
    },
  });
}
