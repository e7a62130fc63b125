/** What the texts, codes and lists of the population are drawn from; the most common first. */
const numbered = (count: number, name: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => name(at));

const CATEGORIES = `I10 E78 E11 F41 J45 M54 K21 F32 E66 G47 E03 J30 N18 M17 I25 E55 J44 I48 H52 Z79
R73 M79 L40 G43 D64 I50 N39 K58 M81 E10 J06 H40 C50 F90 G40 B20 N40 L20 K76 M06
E28 F33 I73 R51 C61 H25 K50 O99 M32 G35`.split(/\s+/);
/** Category first, then what lies under it, at two depths. */
const UNDER = ['.9', '.0', '.1', '', '.21', '.65'];

export const CONDITIONS = UNDER.flatMap((end) => CATEGORIES.map((category) => category + end));
export const PRESCRIPTIONS = numbered(200, (at) => String(310_000 + at * 37));
export const INTERESTS = numbered(30, (at) => `Interest in topic ${at + 1}`);
export const PLANS = numbered(40, (at) => `PLAN-${String(at + 1).padStart(3, '0')}`);
export const PROVIDERS = numbered(500, (at) => `PRV${10_000 + at * 7}`);
export const ZIPS = numbered(3_000, (at) => String(10_001 + at * 29).padStart(5, '0'));
export const EMPLOYERS = numbered(50_000, (at) => `Employer number ${at + 1} of the valley`);
export const REFERRALS = numbered(12, (at) => `Referred by way ${at + 1}`);
export const LANGUAGES = 'en es zh vi ru ko ar tl hi so fr pt'.split(' ');
export const SEXES = ['Female', 'Male', 'Unspecified'];
export const STATES = `CA TX FL NY PA IL OH GA NC MI NJ VA WA AZ MA TN IN MD MO WI CO MN SC AL LA
KY OR OK CT UT IA NV AR MS KS NM NE ID WV HI NH ME RI MT DE SD ND AK VT WY`.split(/\s+/);
