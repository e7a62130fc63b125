/** What a directory asked that is not done, as RFC 7644, 3.12 tells it. */
export class ScimFault extends Error {
  readonly status: number;
  readonly scimType: ScimType | null;
  constructor(status: number, scimType: ScimType | null, sentence: string) {
    super(sentence);
    this.status = status;
    this.scimType = scimType;
  }
}

export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'noTarget'
  | 'mutability'
  | 'uniqueness';

export const noSuch = (what: 'user' | 'group') =>
  new ScimFault(404, null, `There is no such ${what} here.`);
