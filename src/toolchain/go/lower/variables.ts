/**
 * What is done with the local variables of a function and of the closures in it: whose address is taken, which closures use the
 * variables of the functions around them, which variables are assigned after their declaration. One walk over a top-level function
 * answers for all functions in it.
 */
import type { Expr, FuncDecl, FuncLit, Name, Node } from '../syntax/ast.ts';
import { unpackList, unparen } from '../syntax/ast.ts';
import type { Info } from '../types/info.ts';
import { type Var, VarRole } from '../types/object.ts';
import { under } from '../types/type.ts';
import { countsAsJoin, longLived } from './long-lived.ts';
import { childrenOf } from './walk.ts';

/** A function body and everything that belongs to it but not to the functions inside. */
export type FunctionNode = FuncDecl | FuncLit | null;

export class VariableFacts {
  readonly addressTaken = new Set<Var>();
  /** Assigned again after its declaration, or through its address. */
  readonly reassigned = new Set<Var>();
  /** Used by a function inside the one that declares it. */
  readonly captured = new Set<Var>();
  /** The variables of outer functions that a function literal uses, in the order in which they are met. */
  readonly captures = new Map<FuncLit, Var[]>();
  /** Literals that are called where they stand. */
  readonly calledAtOnce = new Set<FuncLit>();
  /** Kept in the frame although nobody takes their address. */
  readonly longLived: ReadonlySet<Var>;
  private readonly owners = new Map<Var, FunctionNode>();
  private joins = 0;
  private readonly stack: FunctionNode[] = [];

  constructor(
    private readonly info: Info,
    root: Node,
  ) {
    this.stack.push(root.kind === 'FuncDecl' ? root : null);
    if (root.kind === 'FuncDecl') for (const part of childrenOf(root)) this.visit(part);
    else this.visit(root);
    this.longLived = longLived(root, info, this.owners.size, this.joins);
  }

  private get current(): FunctionNode {
    return this.stack.at(-1)!;
  }

  private visit(node: Node): void {
    if (countsAsJoin(node)) this.joins++;
    switch (node.kind) {
      case 'FuncLit':
        this.captures.set(node, []);
        this.stack.push(node);
        for (const part of childrenOf(node)) this.visit(part);
        this.stack.pop();
        return;
      case 'Name':
        this.visitName(node);
        return;
      case 'CallExpr': {
        const fun = unparen(node.fun);
        if (fun.kind === 'FuncLit') this.calledAtOnce.add(fun);
        break;
      }
      case 'CallStmt':
        for (const part of childrenOf(node.call)) this.visit(part);
        return;
      case 'Operation':
        if (node.op === '&' && node.y === null) this.takeAddress(node.x);
        break;
      case 'SliceExpr':
        if (under(this.info.typeOf(node.x)).kind === 'Array') this.takeAddress(node.x);
        break;
      case 'SelectorExpr':
        this.visitSelector(node);
        return;
      case 'AssignStmt':
        for (const lhs of unpackList(node.lhs)) {
          if (node.op === ':=' && lhs.kind === 'Name' && this.info.defs.has(lhs)) continue;
          this.assign(lhs);
        }
        break;
      case 'RangeClause':
        for (const lhs of unpackList(node.lhs)) this.assign(lhs);
        break;
      case 'CaseClause': {
        const implicit = this.info.implicits.get(node);
        if (implicit?.kind === 'Var') this.owners.set(implicit, this.current);
        break;
      }
      case 'KeyValueExpr':
        // Field names of struct literals are no variables.
        if (node.key.kind === 'Name') {
          const obj = this.info.uses.get(node.key);
          if (obj?.kind === 'Var' && obj.isField) {
            this.visit(node.value);
            return;
          }
        }
        break;
      default:
        break;
    }
    for (const part of childrenOf(node)) this.visit(part);
  }

  private visitName(name: Name): void {
    const defined = this.info.defs.get(name);
    if (defined?.kind === 'Var') {
      this.owners.set(defined, this.current);
      return;
    }
    const obj = this.info.uses.get(name);
    if (obj?.kind !== 'Var' || obj.isField || obj.role === VarRole.Package) return;
    const owner = this.owners.get(obj);
    if (owner === undefined || owner === this.current) return;
    this.captured.add(obj);
    for (let i = this.stack.length - 1; i > 0 && this.stack[i] !== owner; i--) {
      const captures = this.captures.get(this.stack[i] as FuncLit)!;
      if (!captures.includes(obj)) captures.push(obj);
    }
  }

  private visitSelector(node: Expr & { kind: 'SelectorExpr' }): void {
    const selection = this.info.selections.get(node);
    if (selection !== undefined && selection.obj.kind === 'Func' && selection.kind === 'methodValue') {
      const wantsPointer = selection.obj.hasPointerReceiver;
      if (wantsPointer && !selection.indirect) this.takeAddress(node.x);
    }
    this.visit(node.x);
  }

  private assign(lhs: Expr): void {
    const variable = this.rootVariable(lhs);
    if (variable !== null) this.reassigned.add(variable);
  }

  private takeAddress(x: Expr): void {
    const variable = this.rootVariable(x);
    if (variable === null) return;
    this.addressTaken.add(variable);
    this.reassigned.add(variable);
  }

  /** The local variable of which `x` is all or part; null if a pointer leads there. */
  rootVariable(x: Expr): Var | null {
    switch (x.kind) {
      case 'ParenExpr': return this.rootVariable(x.x);
      case 'Name': {
        const obj = this.info.objectOf(x);
        return obj?.kind === 'Var' && obj.role !== VarRole.Package && !obj.isField ? obj : null;
      }
      case 'SelectorExpr': {
        const selection = this.info.selections.get(x);
        if (selection === undefined || selection.kind !== 'field' || selection.indirect) return null;
        return this.rootVariable(x.x);
      }
      case 'IndexExpr': return under(this.info.typeOf(x.x)).kind === 'Array' ? this.rootVariable(x.x) : null;
      default: return null;
    }
  }
}
