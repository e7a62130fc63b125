import { shownDay } from '../parts/days.ts';
import { When } from '../parts/When.tsx';

/** When an event took effect: the day alone, where a file gave no time. */
export function Happened({ event: { at, day } }: { event: { at: string; day: string | null } }) {
  if (day === null) return <When time={at} />;
  return (
    <time dateTime={day} style={{ whiteSpace: 'nowrap' }}>
      {shownDay(day)}
    </time>
  );
}
