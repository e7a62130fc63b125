import { Button, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { Ask } from '../parts/Ask.tsx';
import { Dot } from '../parts/Dot.tsx';
import { When } from '../parts/When.tsx';
import { DnsRecordView } from './DnsRecordView.tsx';
import classes from './Domains.module.css';
import { NewKey } from './NewKey.tsx';
import { OwnKey } from './OwnKey.tsx';
import { KEY_STATES, KEY_TONES, type Key, type Stream, streamsQuery } from './streams.ts';

const ALGORITHMS: Record<Key['algorithm'], string> = {
  'rsa-sha256': 'RSA',
  'ed25519-sha256': 'Ed25519',
};

/** The keys that sign for a stream's domain: those that do, those to come, those before. */
export function Keys({ stream, mayWrite }: { stream: Stream; mayWrite: boolean }) {
  const [asked, setAsked] = useState<'new' | 'own' | null>(null);
  const [dropping, setDropping] = useState<Key | null>(null);
  const close = () => setAsked(null);
  return (
    <>
      <div className={classes.head}>
        <h3 className={classes.title}>Keys of {stream.domain}</h3>
        {mayWrite && (
          <Group gap="xs">
            <Button variant="default" size="xs" onClick={() => setAsked('new')}>
              Make a new key
            </Button>
            <Button variant="default" size="xs" onClick={() => setAsked('own')}>
              Bring your own
            </Button>
          </Group>
        )}
      </div>
      {stream.keys.length === 0 && (
        <p className={classes.dim}>The first keys are made with the first check or message.</p>
      )}
      <ul className={classes.list}>
        {stream.keys.map((key) => (
          <li key={key.id} className={classes.item}>
            <div className={classes.head}>
              <span>
                <span className={classes.name}>{key.selector}</span> · {ALGORITHMS[key.algorithm]}
              </span>
              <Dot tone={KEY_TONES[key.state]} hollow={key.state === 'retired'}>
                {KEY_STATES[key.state]}
              </Dot>
            </div>
            <p className={classes.dim}>
              Made: <When time={key.createdAt} inSentence />
              {key.retiredAt && (
                <>
                  ; retired: <When time={key.retiredAt} inSentence />. Its record can go a week
                  later, when no mail that it signed is under way
                </>
              )}
              .
            </p>
            {key.state !== 'retired' && (
              <details open={key.state === 'pending'}>
                <summary>Its record</summary>
                <DnsRecordView record={key.record} />
              </details>
            )}
            {mayWrite && key.state === 'pending' && (
              <Button
                mt="xs"
                size="compact-sm"
                variant="subtle"
                color="gray"
                aria-label={`Drop the key ${key.selector}`}
                onClick={() => setDropping(key)}
              >
                Drop
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asked === 'new' && <NewKey domain={stream.domain} close={close} />}
      {asked === 'own' && <OwnKey domain={stream.domain} close={close} />}
      {dropping && <Drop keyToDrop={dropping} close={() => setDropping(null)} />}
    </>
  );
}

function Drop({ keyToDrop: { id, selector }, close }: { keyToDrop: Key; close: () => void }) {
  const queries = useQueryClient();
  const drop = useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/dkim-keys/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: streamsQuery.queryKey });
      close();
    },
  });
  return (
    <Ask
      title={`Drop the key ${selector}`}
      yes="Drop it"
      grave
      pending={drop.isPending}
      error={drop.error}
      act={() => drop.mutate()}
      close={close}
    >
      It has signed nothing yet. The key that signs now goes on.
    </Ask>
  );
}
