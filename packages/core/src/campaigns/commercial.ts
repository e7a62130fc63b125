import type { About, Answered } from './interview.ts';

/**
 * A public program has no commercial component (HHS, in 67 FR 53182 on marketing): pointing to it
 * advertises no "commercial product or service", 15 USC 7702(2)(A).
 */
const NO_COMMERCE: ReadonlySet<About> = new Set(['government_program']);

/**
 * Is the message commercial under CAN-SPAM: is its primary purpose the advertisement or promotion
 * of a commercial product or service, 15 USC 7702(2)(A)?
 *
 * What does not encourage a purchase or use promotes nothing: a reminder of a visit, a bill, a
 * result, a recall. Most of these are transactional or relationship messages besides, 7702(17)(A).
 * What encourages is commercial, whatever else it says: a message of both kinds is, when its subject
 * or its beginning reads as promotion (16 CFR 316.3(a)(2)), which is not for a program to judge. So
 * care that promotes honours an opt-out; care that must arrive is written without promotion.
 */
export function isCommercial({
  about,
  encourages,
}: Pick<Answered, 'about' | 'encourages'>): boolean {
  return encourages && !NO_COMMERCE.has(about);
}
