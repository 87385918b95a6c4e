/** How a command ends early: an error with a message for the user and an exit code, caught once in main.ts. */

/** Exit codes of pagewalk itself; a guest's own code or 128 + signal otherwise. */
export const enum ExitCode {
  Success = 0,
  /** Bad contents of an input: a program that does not compile, a trace that is not one. */
  BadInput = 1,
  /** Bad command line. */
  Usage = 2,
  /** pagewalk itself failed. */
  Failed = 125,
  /** The program cannot be executed. */
  NotExecutable = 126,
  /** There is no such program. */
  NotFound = 127,
}

/** An error that the user can act on. Its message starts with a file name or a lower-case word; main.ts puts `pagewalk: ` before it. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
