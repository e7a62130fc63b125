import { type Address, OWN } from '@postern/core/templates';

/** The links of a template, numbered; one address has one place, wherever it stands. */
export class LinkPlaces {
  readonly #places = new Map<string, number>();

  get links(): readonly string[] {
    return [...this.#places.keys()];
  }

  /** What stands in the href. */
  href(address: Address): string {
    return address.kind === 'other' ? escaped(address.url) : this.shown(address);
  }

  /** What stands in plain text. */
  shown(address: Address): string {
    if (address.kind === 'own') return `{{ ${address.field} }}`;
    if (address.kind === 'other') return address.url;
    const place = this.#places.get(address.url) ?? this.#places.size;
    this.#places.set(address.url, place);
    return `{{ ${OWN.link(place)} }}`;
  }
}

const escaped = (url: string) => url.replaceAll('&', '&amp;');
