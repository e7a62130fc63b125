import { CaseFileError, type GateCase, nameOf, readCases } from './cases.ts';
import { duplicateKey, type JsonPath } from './duplicate-keys.ts';
import { isObject, within } from './shape.ts';

/**
 * Reads the text of a conformance file, as `readCases` does its value. A key that stands twice in
 * one object is a problem too, wherever it is: to answer by either would be a guess. Throws a
 * CaseFileError.
 */
export function readCaseFile(text: string): readonly GateCase[] {
  const json = text.replace(/^\uFEFF/, '');
  let file: unknown;
  try {
    file = JSON.parse(json);
  } catch (error) {
    throw new CaseFileError([`file: is not JSON: ${(error as Error).message}`]);
  }
  const twice = duplicateKey(json);
  if (twice !== null) throw new CaseFileError([`${place(twice, file)}: stands twice`]);
  return readCases(file);
}

/** As many steps as the form has; what lies deeper is no field of it. */
const STEPS = 6;

function place(path: JsonPath, file: unknown): string {
  const [list, index, ...rest] = path;
  if (list !== 'cases' || typeof index !== 'number') return written(path);
  const cases = isObject(file) && Array.isArray(file['cases']) ? file['cases'] : [];
  // an id that stands twice names nothing
  const name = rest.join() === 'id' ? `cases[${index}]` : nameOf(cases[index], index);
  return `${name}: ${written(rest)}`;
}

function written(path: JsonPath): string {
  const steps = path.length > STEPS ? [...path.slice(0, STEPS), '...', ...path.slice(-1)] : path;
  return steps.reduce<string>(
    (before, step) => (typeof step === 'number' ? `${before}[${step}]` : within(before, step)),
    '',
  );
}
