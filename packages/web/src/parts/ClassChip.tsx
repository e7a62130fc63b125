import { Tooltip } from '@mantine/core';
import type { AnswerOf } from '@postern/sdk';
import {
  IconAddressBook,
  IconBrain,
  IconCircleDashed,
  IconFingerprint,
  IconLock,
  IconReportMedical,
  IconStethoscope,
  IconUsers,
} from '@tabler/icons-react';
import classes from './ClassChip.module.css';

export type Class = AnswerOf<'getCampaign'>['class'];
export type Sensitivity = NonNullable<Class>['sensitivity'];

const CLASSES: Record<Sensitivity, { word: string; meaning: string; Icon: typeof IconLock }> = {
  identifier: { word: 'identifier', meaning: 'Says who somebody is.', Icon: IconFingerprint },
  contact: {
    word: 'contact',
    meaning: 'A name or an address, and nothing about care.',
    Icon: IconAddressBook,
  },
  demographic: { word: 'demographic', meaning: 'Age, place, language, plan.', Icon: IconUsers },
  service: {
    word: 'service',
    meaning: 'That somebody had care here, and when.',
    Icon: IconStethoscope,
  },
  diagnosis: {
    word: 'diagnosis',
    meaning: 'What somebody has, or takes for it.',
    Icon: IconReportMedical,
  },
  psychotherapy: {
    word: 'psychotherapy',
    meaning: 'Psychotherapy notes: they need a document of their own.',
    Icon: IconBrain,
  },
  part2: { word: 'part 2', meaning: 'Substance use records under 42 CFR Part 2.', Icon: IconLock },
};

export const CLASS_MEANINGS: Record<Sensitivity, string> = {
  identifier: CLASSES.identifier.meaning,
  contact: CLASSES.contact.meaning,
  demographic: CLASSES.demographic.meaning,
  service: CLASSES.service.meaning,
  diagnosis: CLASSES.diagnosis.meaning,
  psychotherapy: CLASSES.psychotherapy.meaning,
  part2: CLASSES.part2.meaning,
};

interface Props {
  /** The class of a segment, template or campaign, with its cause; null: it touches nothing. */
  of: Class | Sensitivity;
  /** Within something that is itself pressed, such as an option: the chip alone, without a tooltip. */
  still?: boolean;
}

/** How sensitive something is: an icon, a word, a tint. Hover or focus tells which attribute causes it. */
export function ClassChip({ of, still = false }: Props) {
  const sensitivity = typeof of === 'string' ? of : of?.sensitivity;
  if (!sensitivity) {
    return (
      <Chip
        label="Touches no attribute of anybody."
        sensitivity="none"
        word="no patient data"
        Icon={IconCircleDashed}
        still={still}
      />
    );
  }
  const { word, meaning, Icon } = CLASSES[sensitivity];
  const cause = typeof of === 'object' && of ? ` Because of “${of.causedByLabel}”.` : '';
  return (
    <Chip label={meaning + cause} sensitivity={sensitivity} word={word} Icon={Icon} still={still} />
  );
}

interface ChipProps {
  label: string;
  sensitivity: string;
  word: string;
  Icon: typeof IconLock;
  still: boolean;
}

function Chip({ label, sensitivity, word, Icon, still }: ChipProps) {
  if (still) {
    return (
      <span className={classes.chip} data-class={sensitivity} aria-hidden>
        <Icon size={14} stroke={1.75} />
        {word}
      </span>
    );
  }
  return (
    <Tooltip label={label}>
      {/* focusable, so that the cause reaches the keyboard */}
      <span
        className={classes.chip}
        data-class={sensitivity}
        tabIndex={0}
        role="note"
        aria-label={`Class ${word}. ${label}`}
      >
        <Icon size={14} stroke={1.75} aria-hidden />
        {word}
      </span>
    </Tooltip>
  );
}
