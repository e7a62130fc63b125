import type { Category } from '../gate/index.ts';
import type { AuthorizationForm, FormKind } from './form.ts';

/** Who asks. */
export interface Names {
  readonly organization: string;
  /** Its postal address, on one line. */
  readonly address: string;
}

type Own = Pick<
  AuthorizationForm,
  'title' | 'introduction' | 'information' | 'informationScope' | 'receiver' | 'purpose'
>;
type Start = Own &
  Partial<Omit<AuthorizationForm, 'statements'>> &
  Pick<AuthorizationForm, 'categories'> & {
    readonly statements?: Partial<AuthorizationForm['statements']>;
  };

/** What one may want to tell people about. */
const OFFERS: readonly Category[] = [
  'alt_treatment',
  'own_service',
  'cosmetic_own',
  'plan_benefit',
  'value_added',
  'health_promotion',
  'third_party_product',
  'non_health_own',
];
const CARE: readonly Category[] = ['treatment', 'care_coord', 'alt_treatment', 'own_service'];

const ONLY_YOU =
  'You get our messages. Firms that send our mail may see it too. They must keep it safe and may not use it for anything else.';

const BY_LETTER = ({ organization, address }: Names) =>
  `You can take this back at any time. Write to ${organization}, ${address}, or use the link at the end of any of our messages. From then on we stop. What was done before, in good faith, stays done.`;

/** What each kind begins with; the statements that all have in common are in `startingForm`. */
export const STARTS: Readonly<Record<FormKind, (names: Names) => Start>> = {
  marketing: ({ organization }) => ({
    title: 'May we write to you about our offers?',
    introduction: `${organization} would like to send you mail about things that may help you. To choose what to send, we would look at the care you had with us. We need your okay for that.`,
    information:
      'Your name and your email address. Which care you had with us, and when. Not what is wrong with you, and no test results.',
    informationScope: 'service',
    receiver: ONLY_YOU,
    purpose:
      'To send you mail about our services, and about goods and services of others that may be of use to you.',
    categories: OFFERS,
  }),
  marketing_remunerated: ({ organization }) => ({
    title: 'May we write to you about the offers of others?',
    introduction: `${organization} would like to send you mail about things that [name of the company] sells. The company pays us for it. We need your okay for that.`,
    information:
      'Your name and your email address. Which care you had with us, and when. Not what is wrong with you, and no test results.',
    informationScope: 'service',
    receiver: `${ONLY_YOU} The company that pays does not learn who you are.`,
    purpose: 'To send you mail about what [name of the company] sells.',
    categories: OFFERS,
    statements: {
      remuneration: '[name of the company] pays us to send you these messages.',
    },
  }),
  psychotherapy_notes: ({ organization }) => ({
    title: 'May we use the notes of your therapy?',
    introduction: `Your therapist at ${organization} keeps notes of what you say. They are kept apart from the rest of your file. We do not use them unless you sign this form.`,
    information:
      'The notes that [name of the therapist] wrote about your talks with them, from [first day] to [last day].',
    informationScope: 'diagnosis',
    receiver: ONLY_YOU,
    purpose: 'To send you mail about care that fits what you spoke about in therapy.',
    categories: CARE,
  }),
  sud_counseling_notes: (names) => ({
    title: 'May we use the notes of your counseling?',
    introduction: `Your counselor at ${names.organization} keeps notes of what you say about drugs and drinking. They are kept apart from the rest of your file. We do not use them unless you sign this form.`,
    information:
      'The notes that [name of the counselor] wrote about your talks with them on drugs and drinking, from [first day] to [last day].',
    informationScope: 'diagnosis',
    receiver: ONLY_YOU,
    purpose: 'To send you mail about care that fits what you spoke about in counseling.',
    categories: CARE,
    statements: { revocation: BY_LETTER(names) },
  }),
  part2_consent: (names) => ({
    title: 'May we use your records on drugs and drinking?',
    introduction: `The records of your care for drug or alcohol use are kept under a strict law, 42 CFR Part 2. ${names.organization} would like to use them to write to you. We need your okay for that.`,
    information:
      'Your name and your email address. That you had care with us for drug or alcohol use, which care it was, and when.',
    informationScope: 'diagnosis',
    receiver: ONLY_YOU,
    purpose: 'To send you mail about groups, classes and care that may help you stay well.',
    categories: [...CARE, 'health_promotion'],
    statements: { revocation: BY_LETTER(names) },
  }),
  sale_of_phi: ({ organization }) => ({
    title: 'May we sell this about you?',
    introduction: `[name of the buyer] would like to buy facts about you from ${organization}. By law we may not sell them unless you sign this form.`,
    information:
      'Your name and your email address. Which care you had with us, and when. Not what is wrong with you, and no test results.',
    informationScope: 'service',
    receiver: '[name of the buyer], [address of the buyer].',
    purpose: 'So that [name of the buyer] can send you mail about what it sells.',
    categories: ['third_party_product'],
    statements: {
      sale: '[name of the buyer] pays us for these facts about you. This is a sale.',
      revocation: `You can take this back at any time. Write to us, or use the link at the end of any of our messages. From then on we sell no more. We cannot take back what was sold before.`,
    },
  }),
  fundraising_beyond_514f: ({ organization }) => ({
    title: 'May we ask you for gifts?',
    introduction: `${organization} asks people for gifts that help us do our work. We would like to tell you about the work that is close to what you were treated for. We need your okay for that.`,
    information: 'Your name and your email address. What you were treated for with us, and when.',
    informationScope: 'diagnosis',
    receiver: ONLY_YOU,
    purpose: `To ask you for gifts to ${organization}.`,
    categories: ['fundraising'],
    statements: {
      fundraising:
        'You can choose to get no mail that asks for gifts. Use the link at the end of any of our messages.',
    },
  }),
  cmia_auth: ({ organization }) => ({
    title: 'May we use your records to write to you?',
    introduction: `${organization} would like to send you mail about care and goods that may help you. Another firm gives us goods to help with this. In California we need your okay for that.`,
    information:
      'Your name and your email address. Which care you had with us, and when. We use no other part of your records.',
    informationScope: 'service',
    receiver: ONLY_YOU,
    purpose: 'To send you mail about care, goods and services that may be of use to you.',
    categories: [...CARE, 'plan_benefit', 'value_added', 'drug_current'],
    expiry: { kind: 'after', months: 12 },
    statements: {
      copy: 'You have a right to a copy of this form. We give it to you when you have signed it.',
    },
  }),
  mhmda_consent: (names) => ({
    title: 'May we use facts about your health?',
    introduction: `${names.organization} would like to send you mail that fits your health. To choose what to send, we would look at what you told us. In Washington State we need your okay for that.`,
    information:
      'Your name and your email address. What you told us about your health, and what you got from us.',
    informationScope: 'diagnosis',
    receiver: 'Firms that send our mail. We share it with no one else.',
    purpose: 'To choose which mail fits you, and to send it to you. We use it for nothing else.',
    categories: OFFERS,
    expiry: { kind: 'after', months: 12 },
    statements: {
      noConditioning:
        'You do not have to sign this. If you say no, you can still get all that we offer, at the same price.',
    },
  }),
  testimonial: (names) => ({
    title: 'May we tell your story?',
    introduction: `You told ${names.organization} how your care went. We would like to show your story to others. All who see it will know that you had care with us. We need your okay for that.`,
    kinds: ['marketing', 'testimonial'],
    information:
      'Your first name, your words, and your photo if you gave us one. What you were treated for, as far as your story tells it.',
    informationScope: 'diagnosis',
    receiver: 'All who see the places named here. That can be anyone.',
    purpose: 'To show others how care with us can go.',
    categories: ['testimonial'],
    testimonial: {
      channels: ['our website', 'our mail'],
      platforms: ['[address of your website]'],
      months: 24,
      removal: `Write to ${names.organization}, ${names.address}. We take your story down within [number of days] days. We cannot take back prints, or what others have copied.`,
    },
  }),
};
