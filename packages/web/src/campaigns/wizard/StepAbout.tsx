import { Choice } from '../../parts/Choice.tsx';
import { ABOUT_WORDS, optionsOf, PAYER_WORDS, PAYMENT_WORDS } from '../interview.ts';
import { DrugQuestions } from './DrugQuestions.tsx';
import type { Draft } from './draft-keeper.ts';
import { TopicChoice } from './TopicChoice.tsx';
import type { Drafting } from './use-draft.ts';

const YES_NO = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const;

const STREAMS = [
  {
    value: 'marketing',
    label: 'As a mailing',
    note: 'Carries your postal address and a way out. Right for almost everything.',
  },
  {
    value: 'transactional',
    label: 'As a message that has to arrive',
    note: 'A result, an appointment, a bill. Nothing that promotes.',
  },
] as const;

const HEALTH_DATA = [
  {
    value: 'yes',
    label: 'Yes, as far as it needs',
    note: 'Who gets it and what it says may follow what you know of people.',
  },
  {
    value: 'no',
    label: 'No, none at all',
    note: 'How to reach and greet them, and nothing else; the rest is refused.',
  },
] as const;

/** The interview: what the law asks, in a marketer's words. */
export function StepAbout({ draft: { draft, change } }: { draft: Drafting }) {
  const { interview, stream } = draft;
  const { about, encourages, payment, payer, useHealthData = true } = interview;
  const say = (answers: Partial<Draft['interview']>) =>
    change({ interview: { ...interview, ...answers } });
  return (
    <>
      <Choice
        label="What is it about?"
        description="Choose what fits best. What you choose decides which law applies."
        columns
        value={about}
        options={optionsOf(ABOUT_WORDS)}
        choose={(chosen) =>
          say({ about: chosen, ...(chosen !== 'drug_current' && { drug: null }) })
        }
      />
      {about === 'drug_current' && (
        <DrugQuestions drug={interview.drug} choose={(drug) => say({ drug })} />
      )}
      <Choice
        label="Does it encourage anybody to buy or use a product or service?"
        description="An invitation to book a screening does. A lab result does not."
        columns
        value={encourages === null ? null : encourages ? 'yes' : 'no'}
        options={YES_NO}
        choose={(chosen) => say({ encourages: chosen === 'yes' })}
      />
      <Choice
        label="Does anybody pay you for sending it?"
        columns
        value={payment}
        options={optionsOf(PAYMENT_WORDS)}
        choose={(chosen) => say({ payment: chosen, ...(chosen === 'none' && { payer: null }) })}
      />
      {payment !== null && payment !== 'none' && (
        <Choice
          label="Who pays?"
          columns
          value={payer}
          options={optionsOf(PAYER_WORDS)}
          choose={(chosen) => say({ payer: chosen })}
        />
      )}
      <Choice
        label="May it use health data?"
        columns
        value={useHealthData ? 'yes' : 'no'}
        options={HEALTH_DATA}
        choose={(chosen) => say({ useHealthData: chosen === 'yes' })}
      />
      <Choice
        label="How should it travel?"
        columns
        value={stream}
        options={STREAMS}
        choose={(chosen) => change({ stream: chosen })}
      />
      {stream === 'marketing' && (
        <TopicChoice topicId={draft.topicId} choose={(topicId) => change({ topicId })} />
      )}
    </>
  );
}
