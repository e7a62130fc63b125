/**
 * The part of HTTP Message Signatures (RFC 9421) that we take: one signature, without parameters on
 * its components, in the canonical form in which every library writes it.
 */
export interface SignatureInput {
  readonly components: readonly string[];
  readonly created: number;
  readonly nonce: string;
  readonly keyId: string;
  readonly signature: Buffer;
  /** What `@signature-params` covers, as it came. */
  readonly params: string;
}

const INPUT =
  /^([a-z*][a-z0-9_.*-]{0,63})=(\(((?:"[!#-~]{1,64}" ?)*)\)((?:;[a-z]+=(?:\d{1,15}|"[!#-[\]-~]{1,128}"))*))$/u;
const SIGNATURE = /^([a-z*][a-z0-9_.*-]{0,63})=:([A-Za-z0-9+/]{1,512}={0,2}):$/u;
const PARAMETER = /;([a-z]+)=(?:(\d{1,15})|"([^"]*)")/gu;

/** Reads both fields (4.1, 4.2); else a sentence that says what is wrong. */
export function readSignature(input: string, signature: string): SignatureInput | string {
  const given = INPUT.exec(input);
  if (!given) {
    return 'Signature-Input cannot be read; expected one signature such as sig=("@method" "@path" "@query" "content-digest");created=…;nonce="…";keyid="…";alg="hmac-sha256".';
  }
  const [, label, params = '', list = '', rest = ''] = given;
  const bytes = SIGNATURE.exec(signature);
  if (!bytes || bytes[1] !== label) {
    return `Signature cannot be read; expected ${label ?? 'sig'}=:…: in base64.`;
  }
  const components = list.split(' ').map((quoted) => quoted.slice(1, -1));
  const values = new Map(
    [...rest.matchAll(PARAMETER)].map(([, name = '', number, text = '']) => [name, number ?? text]),
  );
  const algorithm = values.get('alg');
  if (algorithm !== undefined && algorithm !== 'hmac-sha256') {
    return `The algorithm of a signature is hmac-sha256, not ${algorithm}.`;
  }
  const created = Number(values.get('created') ?? NaN);
  const nonce = values.get('nonce') ?? '';
  const keyId = values.get('keyid') ?? '';
  if (!Number.isSafeInteger(created)) return 'Signature-Input has no created=: seconds since 1970.';
  if (nonce.length < 16) return 'Signature-Input has no nonce="…" of 16 characters or more.';
  if (keyId === '') return 'Signature-Input has no keyid="…": the code of a session.';
  return {
    components,
    created,
    nonce,
    keyId,
    params,
    signature: Buffer.from(bytes[2] ?? '', 'base64'),
  };
}

/** The bytes that are signed (2.5). `valueOf` is asked for each component; null: it is not there. */
export function signatureBase(
  components: readonly string[],
  params: string,
  valueOf: (component: string) => string | null,
): string | null {
  const lines: string[] = [];
  for (const component of components) {
    const value = valueOf(component);
    if (value === null) return null;
    lines.push(`"${component}": ${value}`);
  }
  return [...lines, `"@signature-params": ${params}`].join('\n');
}
