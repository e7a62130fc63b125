import { needs, type Rule } from './rule.ts';

/** PHI leaves the relation of sender and patient: a list handed on, a story made public. */
export const disclosedToOthers: Rule = {
  number: 11,
  find: ({ communication: { disclosedTo, disclosurePaid } }) => {
    switch (disclosedTo) {
      case 'individual':
        return null;
      case 'public':
        return needs('marketing', ['45 CFR 164.508(a)(1)']);
      case 'third_party_own_purposes':
        return disclosurePaid
          ? needs('sale_of_phi', ['45 CFR 164.502(a)(5)(ii)', '45 CFR 164.508(a)(4)'])
          : needs('marketing', ['45 CFR 164.508(a)(1)', '45 CFR 164.508(a)(3)']);
    }
  },
};
