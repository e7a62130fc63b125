import { Alert } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { PageHeader } from '../parts/PageHeader.tsx';
import { PERMISSION_WORDS, useMay } from '../session/session.ts';
import classes from './Domains.module.css';
import { StreamSection } from './StreamSection.tsx';
import { streamsQuery } from './streams.ts';

/** Both streams of mail: who sends, what receivers find in the DNS, what to publish there. */
export function DomainsPage() {
  const { data: streams } = useSuspenseQuery(streamsQuery);
  const mayWrite = useMay('delivery:write');
  return (
    <>
      <PageHeader title="Domains">
        {mayWrite
          ? 'How receivers can tell that mail is yours: publish these records with whoever keeps your DNS.'
          : `You can look at these. To ${PERMISSION_WORDS['delivery:write']}, ask an administrator of this organization.`}
      </PageHeader>
      {streams.advice && (
        <Alert variant="outline" color="gray" mb="xl" title="Two streams, one domain">
          {streams.advice}
        </Alert>
      )}
      {streams.data.map((stream) => (
        <StreamSection key={stream.stream} stream={stream} mayWrite={mayWrite} />
      ))}
      <p className={classes.dim}>
        {streams.blockLists.length > 0
          ? `Block lists that are asked daily: ${streams.blockLists.join(', ')}.`
          : 'Block lists are off: none is named in POSTERN_BLOCKLISTS.'}
      </p>
    </>
  );
}
