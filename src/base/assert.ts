/**
 * Assertions for our own bugs. A guest's mistake is a value (a fault record, a negative errno) and never comes here;
 * what throws here is a defect of pagewalk and is caught nowhere but at the top of the command line.
 */

/** A broken invariant of pagewalk itself. */
export class InternalError extends Error {
  override name = 'InternalError';
}

/** Throws {@link InternalError} unless `condition` holds. `message` names the function, the expectation and the numbers. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InternalError(message);
}

/** Marks a place that cannot be reached. */
export function unreachable(message: string): never {
  throw new InternalError(`unreachable: ${message}`);
}

/** Closes a `switch` over a union or enum: a missing case is a type error. */
export function assertNever(value: never): never {
  throw new InternalError(`unexpected value ${String(value)}`);
}
