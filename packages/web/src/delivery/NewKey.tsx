import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, newKey } from '../api/client.ts';
import { intent } from '../api/intent.ts';
import { Ask } from '../parts/Ask.tsx';
import { Choice } from '../parts/Choice.tsx';
import { type Key, streamsQuery } from './streams.ts';

const ALGORITHMS = [
  {
    value: 'rsa-sha256' as const,
    label: 'RSA, 2048 bits',
    note: 'Every receiver reads it.',
  },
  {
    value: 'ed25519-sha256' as const,
    label: 'Ed25519',
    note: 'Newer and shorter; stands beside the RSA key, since not every receiver reads it.',
  },
];

/** Makes a key that takes over once its record is seen. */
export function NewKey({ domain, close }: { domain: string; close: () => void }) {
  const queries = useQueryClient();
  const [attempt] = useState(newKey);
  const [algorithm, setAlgorithm] = useState<Key['algorithm']>('rsa-sha256');
  const make = useMutation({
    mutationFn: () => {
      const body = { kind: 'made' as const, domain, algorithm };
      return answer(api.POST('/api/v1/dkim-keys', { body, headers: intent(attempt, body) }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: streamsQuery.queryKey });
      close();
    },
  });
  return (
    <Ask
      title={`A new key for ${domain}`}
      yes="Make it"
      pending={make.isPending}
      error={make.error}
      act={() => make.mutate()}
      close={close}
    >
      <p style={{ marginTop: 0 }}>
        The key that signs now goes on until the DNS shows the new one’s record. Then the new one
        signs, by itself.
      </p>
      <Choice label="Which kind?" value={algorithm} choose={setAlgorithm} options={ALGORITHMS} />
    </Ask>
  );
}
