const LONGEST = 40;

/** Words that mean something else in a Liquid template or on every JavaScript object. */
const RESERVED = new Set([
  ...['and', 'or', 'not', 'contains', 'true', 'false', 'nil', 'null', 'blank', 'empty'],
  ...['if', 'in', 'for', 'contact', 'constructor'],
]);

/**
 * The key of a new attribute, made from its label: 'Prénom d’usage' becomes `prenom_d_usage`. Lower
 * case, digits and underscores, a letter first, at most 44 characters; a number is added when the
 * key was ever `taken`, for a key is never used again (a template would show another attribute).
 */
export function attributeKey(label: string, taken: ReadonlySet<string>): string {
  const plain = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[0-9_]+|_+$/g, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '');
  const base = plain === '' ? 'attribute' : RESERVED.has(plain) ? `${plain}_value` : plain;
  if (!taken.has(base)) return base;
  for (let count = 2; ; count++) {
    const next = `${base}_${count}`;
    if (!taken.has(next)) return next;
  }
}
