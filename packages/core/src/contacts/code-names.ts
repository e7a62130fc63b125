import type { CodeSystem } from '../values/index.ts';

/** 'Oregon' and 'Spanish' as record systems write them, for the systems whose codes have names. */
const STATES = `AL Alabama;AK Alaska;AZ Arizona;AR Arkansas;CA California;CO Colorado;CT Connecticut;
DE Delaware;DC District of Columbia;FL Florida;GA Georgia;HI Hawaii;ID Idaho;IL Illinois;IN Indiana;
IA Iowa;KS Kansas;KY Kentucky;LA Louisiana;ME Maine;MD Maryland;MA Massachusetts;MI Michigan;
MN Minnesota;MS Mississippi;MO Missouri;MT Montana;NE Nebraska;NV Nevada;NH New Hampshire;
NJ New Jersey;NM New Mexico;NY New York;NC North Carolina;ND North Dakota;OH Ohio;OK Oklahoma;
OR Oregon;PA Pennsylvania;RI Rhode Island;SC South Carolina;SD South Dakota;TN Tennessee;TX Texas;
UT Utah;VT Vermont;VA Virginia;WA Washington;WV West Virginia;WI Wisconsin;WY Wyoming;PR Puerto Rico`;

const LANGUAGES = `en English;es Spanish;es Español;zh Chinese;zh Mandarin;yue Cantonese;vi Vietnamese;
ru Russian;uk Ukrainian;ko Korean;ar Arabic;tl Tagalog;fil Filipino;hi Hindi;pa Punjabi;so Somali;
am Amharic;fa Farsi;fa Persian;ja Japanese;fr French;de German;pt Portuguese;it Italian;pl Polish;
ht Haitian Creole;hmn Hmong;km Khmer;lo Lao;th Thai;ur Urdu;bn Bengali;sw Swahili;ase American Sign Language`;

export interface NamedCode {
  readonly code: string;
  readonly name: string;
}

const listed = (text: string): readonly NamedCode[] =>
  text.split(';').map((entry) => {
    const [, code = '', name = ''] = /^\s*(\S+) (.+)$/.exec(entry) ?? [];
    return { code, name };
  });

const LISTS: Partial<Record<CodeSystem, readonly NamedCode[]>> = {
  'us-state': listed(STATES),
  'bcp-47': listed(LANGUAGES),
};

/** The codes of a system that have names, to be offered; a code can have several. */
export const namedCodes = (system: CodeSystem): readonly NamedCode[] => LISTS[system] ?? [];

const table = (system: CodeSystem): ReadonlyMap<string, string> =>
  new Map(namedCodes(system).map(({ code, name }) => [name.toLowerCase(), code]));

const NAMES: Partial<Record<CodeSystem, ReadonlyMap<string, string>>> = {
  'us-state': table('us-state'),
  'bcp-47': table('bcp-47'),
};

/** The code with this name, whatever its case; the text itself when it is no name we know. */
export function codeNamed(system: CodeSystem | null, text: string): string {
  return (system && NAMES[system]?.get(text.toLowerCase().replace(/\s+/g, ' '))) || text;
}
