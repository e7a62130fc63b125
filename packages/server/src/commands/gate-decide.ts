import { readFile } from 'node:fs/promises';
import {
  answerCase,
  CaseFileError,
  type GateCase,
  type Profile,
  readCaseFile,
} from '@postern/core/gate';
import { Failure } from './failure.ts';

/**
 * Answers a file of cases, one JSON object a line, in order. Nothing is printed unless every case
 * fits: half an answer would look like a whole one.
 */
export async function gateDecide(path: string, profile: Profile): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`${path} cannot be read (${error.code ?? 'unknown reason'}).`, 2);
  });
  const lines = read(text).map((one) => `${JSON.stringify(answerCase(one, profile))}\n`);
  process.stdout.write(lines.join(''));
}

function read(text: string): readonly GateCase[] {
  try {
    return readCaseFile(text);
  } catch (error) {
    if (error instanceof CaseFileError) throw new Failure(error.message, 2);
    throw error;
  }
}
