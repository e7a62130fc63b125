import { readFile } from 'node:fs/promises';
import { answerCase, type Profile, readCases } from '@postern/core/gate';
import { Failure } from './failure.ts';

/**
 * Answers a file of cases, one JSON object a line, in order. Nothing is printed unless every case
 * fits: half an answer would look like a whole one.
 */
export async function gateDecide(path: string, profile: Profile): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`${path} cannot be read (${error.code ?? 'unknown reason'}).`, 2);
  });
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Failure(`${path} is not JSON: ${(error as Error).message}.`, 2);
  }
  const lines: string[] = [];
  try {
    for (const one of readCases(json)) lines.push(JSON.stringify(answerCase(one, profile)));
  } catch (error) {
    throw new Failure((error as Error).message, 2);
  }
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}
