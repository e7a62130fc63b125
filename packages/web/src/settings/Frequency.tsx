import { notifications } from '@mantine/notifications';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { EditForm } from '../parts/EditForm.tsx';
import { Facts } from '../parts/Facts.tsx';
import { useEdited } from '../parts/use-edited.ts';
import { CapFields } from './CapFields.tsx';
import {
  type Cap,
  type CapsChange,
  capsChangeOf,
  frequencyCapsQuery,
  useSaveCaps,
} from './frequency.ts';

/** How many messages one person gets at most. */
export function Frequency({ mayWrite }: { mayWrite: boolean }) {
  const { data: saved } = useSuspenseQuery(frequencyCapsQuery);
  const queries = useQueryClient();
  const edited = useEdited(saved, capsChangeOf, (now) =>
    queries.setQueryData(frequencyCapsQuery.queryKey, now),
  );
  const { draft, put } = edited;
  const save = useSaveCaps((caps) => {
    edited.take(caps);
    // who may receive one that is not sent yet
    void queries.invalidateQueries({ queryKey: ['campaigns'] });
    notifications.show({ message: 'Saved. It holds from the next message on.' });
  });
  return (
    <EditForm
      label="Frequency"
      what="part of the settings"
      edited={edited}
      save={save}
      mayWrite={mayWrite}
      renderVersion={(of) => <Facts facts={said(of)} />}
    >
      <CapFields
        label="Marketing to one person"
        description="Who has had so many is left out of a campaign, and the campaign says so. Somebody who asked for fewer gets fewer."
        cap={draft.marketing}
        choose={(marketing) => put({ marketing })}
      />
      <CapFields
        label="Mail about care and accounts to one person"
        description="A limit here can hold back a result or a reminder."
        cap={draft.transactional}
        choose={(transactional) => put({ transactional })}
      />
    </EditForm>
  );
}

function said({ marketing, transactional }: CapsChange): (readonly [string, string])[] {
  const words = (cap: Cap | null) => (cap === null ? 'No limit' : `${cap.most} a ${cap.period}`);
  return [
    ['Marketing', words(marketing)],
    ['Care and accounts', words(transactional)],
  ];
}
