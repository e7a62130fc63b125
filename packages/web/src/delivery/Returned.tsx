import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Listed } from '../parts/Listed.tsx';
import { CLASSES, type ReturnClass, returnsQuery } from './bounces.ts';
import { KindFilter } from './KindFilter.tsx';
import { ReadReturned } from './ReadReturned.tsx';
import { ReturnedTable } from './ReturnedTable.tsx';

interface Props {
  chosen: ReturnClass | undefined;
  choose: (chosen: string) => void;
}

/** All that came back, newest first. */
export function Returned({ chosen, choose }: Props) {
  const [reading, read] = useState<string | null>(null);
  const returned = useInfiniteQuery(returnsQuery(chosen));
  return (
    <>
      <KindFilter label="Kind" kinds={CLASSES} chosen={chosen} choose={choose} />
      <Listed
        query={returned}
        empty={
          <Empty title={chosen ? 'Nothing of this kind' : 'Nothing came back'}>
            Bounces and complaints come to the return path of each message, and stand here within
            seconds. What the sandbox takes does not come back.
          </Empty>
        }
      >
        {(all) => <ReturnedTable mail={all} read={read} />}
      </Listed>
      {reading && <ReadReturned id={reading} close={() => read(null)} />}
    </>
  );
}
