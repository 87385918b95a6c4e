/** The constructs of the language, bound together for the functions that lower each other. */
import { lowerCall } from './calls.ts';
import { lowerClosure } from './closures.ts';
import { equal } from './comparison.ts';
import { compositeInto } from './composite.ts';
import { constantValue, convert } from './conversions.ts';
import { lowerCondition, lowerExpr, lowerPlace } from './expressions.ts';
import type { Constructs } from './lowerer.ts';
import { lowerStmt } from './statements.ts';

export const CONSTRUCTS: Constructs = {
  expr: lowerExpr,
  place: lowerPlace,
  condition: lowerCondition,
  constant: constantValue,
  convert,
  call: lowerCall,
  compositeInto,
  closure: lowerClosure,
  stmt: lowerStmt,
  equal,
};
