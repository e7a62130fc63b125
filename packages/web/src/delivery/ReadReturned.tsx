import { Code, Modal, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { number } from '../parts/figures.ts';
import { Problem } from '../parts/Problem.tsx';
import { sourceQuery } from './bounces.ts';

interface Props {
  id: string;
  close: () => void;
}

/** The message as it came. Text alone: nothing in it is run or fetched. */
export function ReadReturned({ id, close }: Props) {
  const { data, error, isPending } = useQuery(sourceQuery(id));
  return (
    <Modal
      opened
      size="xl"
      onClose={close}
      title="The message that came back"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Problem error={error} />
      {isPending && <Skeleton h={320} />}
      {data && (
        <>
          <p>
            {sizeWords(data)} That you {data.source === null ? 'asked for' : 'read'} it stands in
            the audit.
          </p>
          {data.source !== null && (
            <Code block tabIndex={0} role="region" aria-label="Source">
              {data.source === '' ? 'It was refused before a byte of it came.' : data.source}
            </Code>
          )}
        </>
      )}
    </Modal>
  );
}

function sizeWords({
  source,
  whole,
  size,
}: {
  source: string | null;
  whole: boolean;
  size: number;
}) {
  if (source === null) return 'It was deleted after 90 days; what it was taken for is kept.';
  return whole ? `${number(size)} bytes, as it came.` : `The beginning of ${number(size)} bytes.`;
}
