import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { Dot } from '../parts/Dot.tsx';
import { Problem } from '../parts/Problem.tsx';
import { When } from '../parts/When.tsx';
import { DnsRecordView } from './DnsRecordView.tsx';
import classes from './Domains.module.css';
import {
  CHECK_STATES,
  CHECK_TONES,
  CHECK_WORDS,
  type Check,
  type Stream,
  streamsQuery,
  withStream,
} from './streams.ts';

interface Props {
  stream: Stream;
  mayWrite: boolean;
  /** True while the form above says something else than what would be asked about. */
  unsaved: boolean;
}

/** What receivers would find in the DNS, and what to publish. */
export function Checks({ stream, mayWrite, unsaved }: Props) {
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/v1/streams/{stream}/check', { params: { path: { stream: stream.stream } } }),
      ),
    onSuccess: (now) =>
      queries.setQueryData(streamsQuery.queryKey, (before) => withStream(before, now)),
  });
  const { checks } = stream;
  return (
    <>
      <div className={classes.head}>
        <h3 className={classes.title}>What the DNS says</h3>
        {mayWrite && (
          <Button
            variant="default"
            size="xs"
            loading={check.isPending}
            disabled={unsaved}
            onClick={() => check.mutate()}
            aria-label={`Check now the DNS of ${stream.stream} mail`}
          >
            Check now
          </Button>
        )}
      </div>
      <Problem error={check.error} />
      <div role="status">
        {checks[0] ? (
          <p className={classes.dim}>
            Asked: <When time={checks[0].checkedAt} inSentence />.
          </p>
        ) : (
          <p className={classes.dim}>
            The DNS was not asked yet. It is asked every day once mail leaves this machine, and
            whenever you press.
          </p>
        )}
      </div>
      <ul className={classes.list}>
        {checks.map((one) => (
          <One key={one.kind + one.subject} check={one} />
        ))}
      </ul>
    </>
  );
}

function One({ check }: { check: Check }) {
  const { kind, state, sentence, records } = check;
  const shown = records.map((record) => (
    <DnsRecordView key={record.name + record.type} record={record} />
  ));
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <span className={classes.name}>{CHECK_WORDS[kind]}</span>
        <Dot tone={CHECK_TONES[state]} hollow={state === 'unknown'}>
          {CHECK_STATES[state]}
        </Dot>
      </div>
      <p className={classes.dim}>{sentence}</p>
      {state === 'ok' || records.length === 0 ? (
        records.length > 0 && (
          <details>
            <summary>The record</summary>
            {shown}
          </details>
        )
      ) : (
        <>
          <p className={classes.dim}>To publish:</p>
          {shown}
        </>
      )}
    </li>
  );
}
