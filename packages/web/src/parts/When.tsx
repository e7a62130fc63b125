import { Tooltip } from '@mantine/core';
import { said } from './said.ts';

const exact = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'long' });
interface Props {
  time: string | null;
  /** Said instead of null. */
  absent?: string;
  /** Within a sentence: "yesterday", not "Yesterday". */
  inSentence?: boolean;
}

const SMALL = /^(Just|In|A|Today|Tomorrow|Yesterday)\b/;

/** A time as people say it; the exact time on hover or focus. */
export function When({ time, absent = '', inSentence = false }: Props) {
  if (time === null) return <>{absent}</>;
  return (
    <Tooltip label={exact.format(new Date(time))}>
      <time dateTime={time} style={{ whiteSpace: 'nowrap' }}>
        {inSentence ? said(time).replace(SMALL, (word) => word.toLowerCase()) : said(time)}
      </time>
    </Tooltip>
  );
}
