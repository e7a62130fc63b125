import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { Section } from '../../parts/Section.tsx';
import { AskExport } from './AskExport.tsx';
import { ExportsTable } from './ExportsTable.tsx';
import { exportsQuery } from './queries.ts';

/** The people of a segment as files: asked for here, fetched here. */
export function SegmentExports({ segmentId, usable }: { segmentId: string; usable: boolean }) {
  const [asking, setAsking] = useState(false);
  const { data, error } = useQuery(exportsQuery(segmentId));
  return (
    <Section
      title="Exports"
      note="A file holds everybody who was in the segment at the moment when it was made. What it is for stands in the audit, and so does every download. After 7 days the file is deleted."
      aside={
        <Button
          leftSection={<IconDownload size={16} aria-hidden />}
          disabled={!usable}
          onClick={() => setAsking(true)}
        >
          Export…
        </Button>
      }
    >
      <Problem error={error} />
      {data?.data.length === 0 && (
        <Empty title="No file yet">
          Each one stands here with who asked for it and what it is for.
        </Empty>
      )}
      {data !== undefined && data.data.length > 0 && (
        <ExportsTable segmentId={segmentId} all={data.data} />
      )}
      {asking && <AskExport segmentId={segmentId} close={() => setAsking(false)} />}
    </Section>
  );
}
