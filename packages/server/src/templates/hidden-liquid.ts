import type { LiquidToken } from '@postern/core/templates';

/**
 * Stands plain words in for Liquid while MJML and html-to-text work on a text, since both would
 * take `<`, quotes and capital letters in it for their own.
 */
export class HiddenLiquid {
  readonly #mark: string;
  readonly #hidden: string[] = [];

  /** `text` is what will be handed around: no word of ours may be in it already. */
  constructor(text: string) {
    let mark = 'qzliquid';
    while (text.includes(mark)) mark += 'z';
    this.#mark = mark;
  }

  /** `text` with its tokens hidden; the first gets the next free number. */
  hide(text: string, tokens: readonly Pick<LiquidToken, 'begin' | 'end'>[]): string {
    let out = '';
    let at = 0;
    for (const { begin, end } of tokens) {
      out += text.slice(at, begin) + this.word(text.slice(begin, end));
      at = end;
    }
    return out + text.slice(at);
  }

  /** The word that stands for a piece of Liquid. */
  word(liquid: string): string {
    this.#hidden.push(liquid);
    return this.#nth(this.#hidden.length - 1);
  }

  /** Whether the word of this number is (still) in a text. */
  isIn(text: string, number: number): boolean {
    return text.includes(this.#nth(number));
  }

  show(text: string): string {
    return text.replace(
      new RegExp(`${this.#mark}x(\\d+)q`, 'g'),
      (_, number: string) => this.#hidden[Number(number)] ?? '',
    );
  }

  #nth(number: number): string {
    return `${this.#mark}x${number}q`;
  }
}
