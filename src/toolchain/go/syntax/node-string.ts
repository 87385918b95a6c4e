/**
 * Expressions, types and simple statements as text on one line, for messages: Go's short form, in which the bodies of function
 * literals and the elements of composite literals are `…`. Parentheses that the parser dropped do not come back.
 */

import { unparen, type Expr, type Field, type FuncType, type SimpleStmt, type StructType } from './ast.ts';

export function nodeString(node: Expr | SimpleStmt): string {
  switch (node.kind) {
    case 'BadExpr': return '<bad expr>';
    case 'Name':
    case 'BasicLit': return node.value;
    case 'FuncLit': return `${nodeString(node.type)} {${node.body.list.length > 0 ? '…' : ''}}`;
    case 'CompositeLit': return `${node.type === null ? '' : nodeString(node.type)}{${node.elemList.length > 0 ? '…' : ''}}`;
    case 'ParenExpr': return `(${nodeString(node.x)})`;
    case 'SelectorExpr': return `${nodeString(node.x)}.${node.sel.value}`;
    case 'IndexExpr': return `${nodeString(node.x)}[${nodeString(node.index)}]`;
    case 'SliceExpr': {
      const [low, high, max] = node.index;
      const third = max === null ? '' : `:${nodeString(max)}`;
      return `${nodeString(node.x)}[${low === null ? '' : nodeString(low)}:${high === null ? '' : nodeString(high)}${third}]`;
    }
    case 'AssertExpr': return `${nodeString(node.x)}.(${nodeString(node.type)})`;
    case 'TypeSwitchGuard': return `${node.lhs === null ? '' : `${node.lhs.value} := `}${nodeString(node.x)}.(type)`;
    case 'CallExpr': return `${nodeString(node.fun)}(${listString(node.argList)}${node.hasDots ? '...' : ''})`;
    case 'Operation':
      return node.y === null ? `${node.op}${nodeString(node.x)}` : `${nodeString(node.x)} ${node.op} ${nodeString(node.y)}`;
    case 'KeyValueExpr': return `${nodeString(node.key)}: ${nodeString(node.value)}`;
    case 'ListExpr': return listString(node.elemList);
    case 'ArrayType': return `[${node.len === null ? '...' : nodeString(node.len)}]${nodeString(node.elem)}`;
    case 'SliceType': return `[]${nodeString(node.elem)}`;
    case 'DotsType': return `...${nodeString(node.elem)}`;
    case 'StructType': return `struct{${structFields(node)}}`;
    case 'FuncType': return `func${signatureString(node)}`;
    case 'InterfaceType': return `interface{${node.methodList.map(methodString).join('; ')}}`;
    case 'MapType': return `map[${nodeString(node.key)}]${nodeString(node.value)}`;
    case 'ChanType': {
      const head = `${node.dir === 'recv' ? '<-' : ''}chan${node.dir === 'send' ? '<-' : ''}`;
      // chan (<-chan T) is not chan <-chan T.
      const needsParens = node.dir === 'both' && node.elem.kind === 'ChanType' && node.elem.dir === 'recv';
      return `${head} ${needsParens ? `(${nodeString(node.elem)})` : nodeString(node.elem)}`;
    }
    case 'EmptyStmt': return '';
    case 'ExprStmt': return nodeString(node.x);
    case 'SendStmt': return `${nodeString(node.chan)} <- ${nodeString(node.value)}`;
    case 'AssignStmt': {
      if (node.rhs === null) return `${nodeString(node.lhs)}${node.op}${node.op}`;
      const operator = node.op === '=' || node.op === ':=' ? node.op : `${node.op}=`;
      return `${nodeString(node.lhs)} ${operator} ${nodeString(node.rhs)}`;
    }
    case 'RangeClause':
      return `${node.lhs === null ? '' : `${nodeString(node.lhs)} ${node.define ? ':=' : '='} `}range ${nodeString(node.x)}`;
  }
}

function listString(list: readonly Expr[]): string {
  return list.map(nodeString).join(', ');
}

/** Fields of one list stand together: `a, b int; c string "tag"`. */
function structFields(struct: StructType): string {
  const groups: string[] = [];
  let names: string[] = [];
  struct.fieldList.forEach((field, i) => {
    const next = struct.fieldList[i + 1];
    if (field.name !== null) names.push(field.name.value);
    const goesOn = field.name !== null && next !== undefined && next.name !== null && next.type === field.type;
    if (goesOn) return;
    const tag = struct.tagList[i];
    const head = names.length > 0 ? `${names.join(', ')} ` : '';
    groups.push(`${head}${nodeString(field.type)}${tag ? ` ${tag.value}` : ''}`);
    names = [];
  });
  return groups.join('; ');
}

function methodString(method: Field): string {
  if (method.name === null || method.type.kind !== 'FuncType') return nodeString(method.type);
  return method.name.value + signatureString(method.type);
}

function signatureString(type: FuncType): string {
  const params = parameterString(type.paramList);
  const results = type.resultList;
  if (results.length === 0) return params;
  if (results.length === 1 && results[0]!.name === null) return `${params} ${nodeString(results[0]!.type)}`;
  return `${params} ${parameterString(results)}`;
}

function parameterString(list: readonly Field[]): string {
  const parts = list.map((field, i) => {
    const type = nodeString(unparen(field.type));
    if (field.name === null) return type;
    const next = list[i + 1];
    const sharesType = next !== undefined && next.name !== null && next.type === field.type;
    return sharesType ? field.name.value : `${field.name.value} ${type}`;
  });
  return `(${parts.join(', ')})`;
}
