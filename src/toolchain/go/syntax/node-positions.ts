/**
 * Where nodes begin and end in the text. Needed for scopes (an object is visible from the end of its declaration) and for
 * messages placed at the start of an expression. The end is approximate, as in Go: exact for names and literals, the
 * closing brace for blocks, the end of the last part elsewhere.
 */

import type { CaseClause, CommClause, Node } from './ast.ts';
import { advanceCol, fileIndexOf, makePos, type Pos } from './position.ts';

/** The position of the leftmost token of `node`. */
export function startPos(node: Node): Pos {
  let at: Node = node;
  for (;;) {
    const left = leftmostPart(at);
    if (left === null) return at.kind === 'File' ? makePos(fileIndexOf(at.pos), 1, 1) : at.pos;
    at = left;
  }
}

/** The part that begins further left than the node's own position, or null. */
function leftmostPart(node: Node): Node | null {
  switch (node.kind) {
    case 'CompositeLit': return node.type;
    case 'SelectorExpr':
    case 'IndexExpr':
    case 'AssertExpr': return node.x;
    case 'TypeSwitchGuard': return node.lhs ?? node.x;
    case 'Operation': return node.y === null ? null : node.x;
    case 'CallExpr': return node.fun;
    case 'ListExpr': return node.elemList[0] ?? null;
    case 'SendStmt': return node.chan;
    case 'AssignStmt': return node.lhs;
    case 'RangeClause': return node.lhs ?? node.x;
    default: return null;
  }
}

/** The position after `node`, or of its closing brace; approximate for nodes that end in other punctuation. */
export function endPos(node: Node): Pos {
  let at: Node = node;
  for (;;) {
    const end = ending(at);
    if (typeof end === 'number') return end;
    at = end;
  }
}

const encoder = new TextEncoder();

/** Either the end itself or the last part, in which to look further. */
function ending(node: Node): Pos | Node {
  switch (node.kind) {
    case 'File': return node.eof;
    case 'ImportDecl': return node.path ?? node.pos;
    case 'ConstDecl':
    case 'VarDecl': return node.values ?? node.type ?? node.nameList.at(-1) ?? node.pos;
    case 'TypeDecl': return node.type;
    case 'FuncDecl': return node.body ?? node.type;
    case 'Name':
    case 'BasicLit': return advanceCol(node.pos, encoder.encode(node.value).length);
    case 'CompositeLit':
    case 'BlockStmt':
    case 'SwitchStmt':
    case 'SelectStmt': return node.rbrace;
    case 'KeyValueExpr': return node.value;
    case 'FuncLit': return node.body;
    // Go ends a slice expression at its operand, not at its last index; scopes begin there.
    case 'SliceExpr':
    case 'ParenExpr':
    case 'TypeSwitchGuard':
    case 'ExprStmt':
    case 'RangeClause': return node.x;
    case 'SelectorExpr': return node.sel;
    case 'IndexExpr': return node.index;
    case 'AssertExpr': return node.type;
    case 'Operation': return node.y ?? node.x;
    case 'CallExpr': return node.argList.at(-1) ?? node.fun;
    case 'ListExpr': return node.elemList.at(-1) ?? node.pos;
    case 'ArrayType':
    case 'SliceType':
    case 'DotsType':
    case 'ChanType': return node.elem;
    case 'StructType': return node.fieldList.at(-1) ?? node.pos;
    case 'Field': return node.type;
    case 'InterfaceType': return node.methodList.at(-1) ?? node.pos;
    case 'FuncType': return node.resultList.at(-1) ?? node.paramList.at(-1) ?? node.pos;
    case 'MapType': return node.value;
    case 'LabeledStmt': return node.stmt;
    case 'SendStmt': return node.value;
    case 'DeclStmt': return node.declList.at(-1) ?? node.pos;
    case 'AssignStmt': return node.rhs ?? advanceCol(endPos(node.lhs), 2);
    case 'BranchStmt': return node.label ?? node.pos;
    case 'CallStmt': return node.call;
    case 'ReturnStmt': return node.results ?? node.pos;
    case 'IfStmt': return node.else ?? node.then;
    case 'ForStmt': return node.body;
    case 'CaseClause':
    case 'CommClause': return clauseEnd(node);
    case 'BadExpr':
    case 'EmptyStmt': return node.pos;
  }
}

function clauseEnd(clause: CaseClause | CommClause): Pos | Node {
  return clause.body.at(-1) ?? clause.colon;
}

