/** Ends a command with a sentence on standard error and this exit status. */
export class Failure extends Error {
  readonly code = 'COMMAND_FAILED';
  readonly exitStatus: number;

  constructor(sentence: string, exitStatus = 1) {
    super(sentence);
    this.exitStatus = exitStatus;
  }
}
