/** Visits the parts of syntax trees. */
import type { Node } from '../syntax/ast.ts';

/** The direct parts of a node, in the order of the text. */
export function childrenOf(node: Node): Node[] {
  const parts: (Node | null | undefined)[] = [];
  switch (node.kind) {
    case 'File': append(parts, node.declList); break;
    case 'ImportDecl': break;
    case 'ConstDecl':
    case 'VarDecl': append(parts, node.nameList); parts.push(node.type, node.values); break;
    case 'TypeDecl': parts.push(node.name, node.type); break;
    case 'FuncDecl': parts.push(node.recv, node.name, node.type, node.body); break;
    case 'CompositeLit': parts.push(node.type); append(parts, node.elemList); break;
    case 'KeyValueExpr': parts.push(node.key, node.value); break;
    case 'FuncLit': parts.push(node.type, node.body); break;
    case 'ParenExpr': parts.push(node.x); break;
    case 'SelectorExpr': parts.push(node.x, node.sel); break;
    case 'IndexExpr': parts.push(node.x, node.index); break;
    case 'SliceExpr': parts.push(node.x); append(parts, node.index); break;
    case 'AssertExpr': parts.push(node.x, node.type); break;
    case 'TypeSwitchGuard': parts.push(node.lhs, node.x); break;
    case 'Operation': parts.push(node.x, node.y); break;
    case 'CallExpr': parts.push(node.fun); append(parts, node.argList); break;
    case 'ListExpr': append(parts, node.elemList); break;
    case 'ArrayType': parts.push(node.len, node.elem); break;
    case 'SliceType':
    case 'DotsType':
    case 'ChanType': parts.push(node.elem); break;
    case 'StructType': append(parts, node.fieldList); break;
    case 'InterfaceType': append(parts, node.methodList); break;
    case 'FuncType': append(parts, node.paramList); append(parts, node.resultList); break;
    case 'MapType': parts.push(node.key, node.value); break;
    case 'Field': parts.push(node.name, node.type); break;
    case 'LabeledStmt': parts.push(node.stmt); break;
    case 'BlockStmt': append(parts, node.list); break;
    case 'ExprStmt': parts.push(node.x); break;
    case 'SendStmt': parts.push(node.chan, node.value); break;
    case 'DeclStmt': append(parts, node.declList); break;
    case 'AssignStmt': parts.push(node.lhs, node.rhs); break;
    case 'CallStmt': parts.push(node.call); break;
    case 'ReturnStmt': parts.push(node.results); break;
    case 'IfStmt': parts.push(node.init, node.cond, node.then, node.else); break;
    case 'ForStmt': parts.push(node.init, node.cond, node.post, node.body); break;
    case 'SwitchStmt': parts.push(node.init, node.tag); append(parts, node.body); break;
    case 'SelectStmt': append(parts, node.body); break;
    case 'RangeClause': parts.push(node.lhs, node.x); break;
    case 'CaseClause': parts.push(node.cases); append(parts, node.body); break;
    case 'CommClause': parts.push(node.comm); append(parts, node.body); break;
    case 'BadExpr':
    case 'Name':
    case 'BasicLit':
    case 'EmptyStmt':
    case 'BranchStmt': break;
  }
  return parts.filter((part): part is Node => part !== null && part !== undefined);
}

/** A list may be longer than a call may have arguments. */
function append(parts: (Node | null | undefined)[], list: readonly (Node | null | undefined)[]): void {
  for (const each of list) parts.push(each);
}

/** Calls `visit` for `node` and everything in it, parents first; a false result leaves the parts out. */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  if (visit(node) === false) return;
  for (const child of childrenOf(node)) walk(child, visit);
}

