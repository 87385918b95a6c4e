/** What an expression is when it stands alone as a statement: only calls and receives may. */
export const enum ExprKind { Conversion, Expression, Statement }
