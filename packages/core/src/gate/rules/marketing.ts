import { isPaid } from '../marketing.ts';
import { optedOutOfMarketing } from '../parties.ts';
import { forbid, needs, permit, type Rule } from './rule.ts';

/** Rule 13, what marketing is, gives no verdict by itself: it is `classify`. */

export const inPersonMarketing: Rule = {
  number: 14,
  find: ({ communication: { channel }, classification }) => {
    if (!classification.marketing) return null;
    if (channel === 'face_to_face') {
      return permit(
        'face_to_face',
        ['45 CFR 164.508(a)(3)(i)(A)'],
        'Marketing face to face needs no authorization.',
      );
    }
    if (channel === 'nominal_gift') {
      return permit(
        'nominal_gift',
        ['45 CFR 164.508(a)(3)(i)(B)'],
        'A promotional gift of nominal value needs no authorization.',
      );
    }
    return null;
  },
};

export const marketingRefused: Rule = {
  number: 15,
  find: ({ recipient, classification }) =>
    classification.marketing && optedOutOfMarketing(recipient)
      ? forbid(
          'opted_out_marketing',
          ['15 USC 7704(a)(4)', 'product policy'],
          'This person has opted out of marketing.',
        )
      : null,
};

export const marketing: Rule = {
  number: 16,
  find: ({ communication, classification }) => {
    if (!classification.marketing) return null;
    return isPaid(communication.remuneration)
      ? needs('marketing_remunerated', ['45 CFR 164.508(a)(3)(ii)', ...classification.citations])
      : needs('marketing', ['45 CFR 164.508(a)(3)(i)', ...classification.citations]);
  },
};
