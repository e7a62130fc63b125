import type { Fault, FormPlace } from './fault.ts';
import type { AuthorizationForm } from './form.ts';

/**
 * Whether a story that is published says where, for how long, and how it is taken down. The law asks
 * that information, receivers, purpose and end be specific; that each channel and platform is named is
 * how this product reads it.
 */
export function testimonialFaults(form: AuthorizationForm): readonly Fault[] {
  const found: Fault[] = [];
  const wrong = (code: string, place: FormPlace, sentence: string, citation: string) =>
    found.push({ code, place, sentence, citations: [citation] });
  if (!form.kinds.includes('testimonial')) return found;
  const { channels = [], platforms = [], months = 0, removal = '' } = form.testimonial ?? {};
  if (!form.kinds.includes('marketing')) {
    const sentence = 'A story that is published is marketing; let the form allow that too.';
    wrong('testimonial_not_marketing', 'kinds', sentence, '45 CFR 164.508(a)(3)');
  }
  if (form.categories !== null && !form.categories.includes('testimonial')) {
    const sentence = 'Choose stories among what the messages may be about.';
    wrong('testimonial_other_purpose', 'categories', sentence, '45 CFR 164.508(c)(1)(iv)');
  }
  if (!somethingIn(channels)) {
    const sentence = 'Name the channels in which the story may be shown.';
    wrong('channels_missing', 'testimonial.channels', sentence, '45 CFR 164.508(c)(1)(iii)');
  }
  if (!somethingIn(platforms)) {
    const sentence = 'Name the sites, pages or papers on which the story may be shown.';
    wrong('platforms_missing', 'testimonial.platforms', sentence, '45 CFR 164.508(c)(1)(iii)');
  }
  if (!Number.isInteger(months) || months < 1) {
    const sentence = 'Say for how many months the story is shown, one or more.';
    wrong('shown_for_missing', 'testimonial.months', sentence, '45 CFR 164.508(c)(1)(v)');
  }
  if (removal.trim() === '') {
    const sentence = 'Say how they have the story removed.';
    wrong('removal_missing', 'testimonial.removal', sentence, '45 CFR 164.508(c)(2)(i)');
  }
  return found;
}

const somethingIn = (names: readonly string[]) =>
  names.length > 0 && names.every((name) => name.trim() !== '');
