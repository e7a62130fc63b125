import { Dot, type Tone } from '../parts/Dot.tsx';
import { number } from '../parts/figures.ts';
import type { Import } from './queries.ts';

const WORDS: Record<Import['state'], { word: string; tone: Tone }> = {
  uploaded: { word: 'Columns to map', tone: 'need' },
  running: { word: 'Importing', tone: 'good' },
  paused: { word: 'Paused', tone: 'need' },
  cancelled: { word: 'Cancelled', tone: 'none' },
  done: { word: 'Done', tone: 'none' },
  failed: { word: 'Failed', tone: 'fail' },
};

const WAITING = { word: 'Waiting', tone: 'need' } as const;

/** Where an import stands. */
export function ImportState({ of }: { of: Import }) {
  const { word, tone } = of.waiting === null ? WORDS[of.state] : WAITING;
  const share = of.bytes === 0 ? 0 : Math.floor((of.bytesDone / of.bytes) * 100);
  return (
    <Dot tone={tone}>
      {word}
      {(of.state === 'running' || of.state === 'paused') && ` ${number(share)}%`}
    </Dot>
  );
}
