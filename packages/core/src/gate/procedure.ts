import { disclosedToOthers } from './rules/disclosure.ts';
import { fundraising } from './rules/fundraising.ts';
import {
  outsideHipaa,
  processorWithoutAgreement,
  trackerWithoutAgreement,
} from './rules/information.ts';
import { inPersonMarketing, marketing, marketingRefused } from './rules/marketing.ts';
import {
  allCommercialRefused,
  deceased,
  minorConsentsAlone,
  noEmailAsked,
  restrictionAgreed,
} from './rules/person.ts';
import {
  californiaInKind,
  commercialRefused,
  notInNotice,
  notMarketing,
} from './rules/remaining.ts';
import type { Facts, Finding, Rule } from './rules/rule.ts';
import { psychotherapyNotes, substanceUseRecords } from './rules/special-records.ts';

/** The decision procedure. The order is the law's and ours: the first rule that answers ends it. */
const PROCEDURE: readonly Rule[] = [
  deceased,
  allCommercialRefused,
  outsideHipaa,
  processorWithoutAgreement,
  trackerWithoutAgreement,
  restrictionAgreed,
  noEmailAsked,
  minorConsentsAlone,
  psychotherapyNotes,
  substanceUseRecords,
  disclosedToOthers,
  fundraising,
  inPersonMarketing,
  marketingRefused,
  marketing,
  californiaInKind,
  commercialRefused,
  notInNotice,
  notMarketing,
];

/** What the procedure finds, and which rule found it. */
export function findFirst(facts: Facts): {
  readonly rule: Rule['number'];
  readonly finding: Finding;
} {
  for (const { number, find } of PROCEDURE) {
    const finding = find(facts);
    if (finding !== null) return { rule: number, finding };
  }
  throw new Error('The decision procedure has no last rule.');
}
