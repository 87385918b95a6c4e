/**
 * Makes a function's SSA form in one pass over the source: Braun, Buchwald and others, "Simple and Efficient Construction of Static
 * Single Assignment Form" (2013). A variable's value is looked up backwards through the blocks; a block whose predecessors are not all
 * known yet gets a phi without operands, completed when the block is sealed. Phis whose operands are all the same vanish at once.
 *
 * Constants are folded and trivial identities removed as values are made.
 */
import { assert } from '../../../base/assert.ts';
import type { Pos } from '../syntax/position.ts';
import {
  addEdge, applyReplacements, Func, isFloatTy, replaceWith, resolve, Ty, type Block, type BoundsKind, type CallInfo, type Cond, type Mem, type Op, type Slot, type Value,
} from './ir.ts';
import { foldBinary, foldCondition } from './fold.ts';
import { isNewObject } from './write-barriers.ts';

/** A variable of the source, or one word of it. */
export interface SsaVar {
  readonly name: string;
  readonly ty: Ty;
}

const AT_ADDRESS: readonly number[] = [0];

export class Builder {
  readonly func: Func;
  /** Where instructions go; null after a jump: what follows cannot be reached. */
  block: Block | null;
  pos: Pos;
  /** The inlined call that code is being made for, -1 for none. */
  inline = -1;
  private readonly defs = new Map<Block, Map<SsaVar, Value>>();
  private readonly sealed = new Set<Block>();
  private readonly incomplete = new Map<Block, Map<SsaVar, Value>>();
  private readonly phiUsers = new Map<Value, Set<Value>>();
  private readonly entryConstants = new Map<string, Value>();

  constructor(name: string, pos: Pos) {
    this.func = new Func(name, pos);
    this.block = this.func.entry;
    this.pos = pos;
    this.sealed.add(this.func.entry);
  }

  // --- Blocks ------------------------------------------------------------------------------------------------------

  newBlock(): Block {
    return this.func.newBlock(this.pos);
  }

  /** Continues in `block`. */
  start(block: Block): void {
    assert(this.block === null, 'Builder.start: the block before must have ended');
    this.block = block;
    block.pos = this.pos;
  }

  /** Ends the current block with a jump. */
  jump(to: Block): void {
    const from = this.block;
    if (from === null) return;
    from.kind = 'plain';
    addEdge(from, to);
    this.block = null;
  }

  /** Ends the current block with a comparison of two words. */
  branch(cond: Cond, a: Value, b: Value, yes: Block, no: Block, likely: 0 | 1 | null = null): void {
    const from = this.block;
    if (from === null) return;
    const known = foldCondition(cond, resolve(a), resolve(b));
    if (known !== null) return this.jump(known ? yes : no);
    from.kind = 'if';
    from.cond = cond;
    from.controls = [a, b];
    from.likely = likely;
    from.pos = this.pos;
    from.inline = this.inline;
    addEdge(from, yes);
    addEdge(from, no);
    this.block = null;
  }

  ret(values: Value[], regs: readonly number[]): void {
    if (this.block === null) return;
    this.block.kind = 'ret';
    this.block.controls = values;
    this.block.retRegs = regs;
    this.block.pos = this.pos;
    this.block.inline = this.inline;
    this.block = null;
  }

  /** Ends the current block: it cannot be left. */
  exit(): void {
    if (this.block !== null) this.block.kind = 'exit';
    this.block = null;
  }

  /** All predecessors of `block` are known. */
  seal(block: Block): void {
    if (this.sealed.has(block)) return;
    this.sealed.add(block);
    for (const [variable, phi] of this.incomplete.get(block) ?? []) this.addPhiOperands(variable, phi);
    this.incomplete.delete(block);
  }

  // --- Variables ---------------------------------------------------------------------------------------------------

  write(variable: SsaVar, value: Value): void {
    if (this.block !== null) this.writeIn(this.block, variable, value);
  }

  read(variable: SsaVar): Value {
    if (this.block === null) return this.undefinedValue(variable.ty);
    return resolve(this.readIn(this.block, variable));
  }

  private writeIn(block: Block, variable: SsaVar, value: Value): void {
    let map = this.defs.get(block);
    if (map === undefined) this.defs.set(block, (map = new Map()));
    map.set(variable, value);
  }

  /** Walks back over blocks with one predecessor without recursion: functions may be long. */
  private readIn(block: Block, variable: SsaVar): Value {
    const passed: Block[] = [];
    let at = block;
    let found: Value | undefined;
    for (;;) {
      found = this.defs.get(at)?.get(variable);
      if (found !== undefined) break;
      if (this.sealed.has(at) && at.preds.length === 1) {
        passed.push(at);
        at = at.preds[0]!;
        continue;
      }
      found = this.readAtJoin(at, variable);
      break;
    }
    found = resolve(found);
    for (const each of passed) this.writeIn(each, variable, found);
    return found;
  }

  private readAtJoin(block: Block, variable: SsaVar): Value {
    if (this.sealed.has(block) && block.preds.length === 0) return this.undefinedValue(variable.ty);
    const phi = this.newPhi(block, variable.ty);
    this.writeIn(block, variable, phi);
    if (this.sealed.has(block)) {
      const value = this.addPhiOperands(variable, phi);
      this.writeIn(block, variable, value);
      return value;
    }
    let map = this.incomplete.get(block);
    if (map === undefined) this.incomplete.set(block, (map = new Map()));
    map.set(variable, phi);
    return phi;
  }

  private newPhi(block: Block, ty: Ty): Value {
    const phi = this.func.newValue(block, 'phi', ty, [], 0, block.pos);
    block.values.unshift(phi);
    return phi;
  }

  private addPhiOperands(variable: SsaVar, phi: Value): Value {
    for (const pred of phi.block.preds) {
      const operand = this.readIn(pred, variable);
      phi.args.push(operand);
      if (operand.op === 'phi') this.noteUser(operand, phi);
    }
    return this.simplifyPhi(phi);
  }

  private noteUser(operand: Value, user: Value): void {
    let users = this.phiUsers.get(operand);
    if (users === undefined) this.phiUsers.set(operand, (users = new Set()));
    users.add(user);
  }

  /** Replaces a phi that has one operand besides itself, and then phis that used it. */
  private simplifyPhi(phi: Value): Value {
    if (phi.replacedBy !== null) return resolve(phi);
    let same: Value | null = null;
    for (const arg of phi.args) {
      const operand = resolve(arg);
      if (operand === same || operand === phi) continue;
      if (same !== null) return phi;
      same = operand;
    }
    const value = same ?? this.undefinedValue(phi.ty);
    replaceWith(phi, value);
    const users = this.phiUsers.get(phi) ?? [];
    for (const user of users) {
      if (user === phi || user.replacedBy !== null) continue;
      if (value.op === 'phi') this.noteUser(value, user);
      this.simplifyPhi(user);
    }
    return resolve(value);
  }

  /** What a variable has that was never written: in reachable code, nothing uses it. */
  private undefinedValue(ty: Ty): Value {
    return isFloatTy(ty) ? this.fconst(0, ty) : this.entryConstant(0, ty);
  }

  // --- Instructions ------------------------------------------------------------------------------------------------

  /** Appends an instruction. In unreachable code it makes one that belongs to no block. */
  emit(op: Op, ty: Ty, args: Value[], imm = 0): Value {
    const resolved = args.map(resolve);
    const value = this.func.newValue(this.block ?? this.func.entry, op, ty, resolved, imm, this.pos);
    value.inline = this.inline;
    this.block?.values.push(value);
    return value;
  }

  const(imm: number, ty: Ty = Ty.I32): Value {
    return this.entryConstant(imm | 0, ty);
  }

  /** Constants stand in the entry block, so that all uses share them. */
  private entryConstant(imm: number, ty: Ty): Value {
    const key = `${ty}:${imm}`;
    let value = this.entryConstants.get(key);
    if (value === undefined) {
      value = this.func.newValue(this.func.entry, 'const', ty, [], imm, this.func.pos);
      this.func.entry.values.unshift(value);
      this.entryConstants.set(key, value);
    }
    return value;
  }

  fconst(imm: number, ty: Ty): Value {
    const key = `${ty}:${Object.is(imm, -0) ? '-0' : imm}`;
    let value = this.entryConstants.get(key);
    if (value === undefined) {
      value = this.func.newValue(this.func.entry, 'fconst', ty, [], imm, this.func.pos);
      this.func.entry.values.unshift(value);
      this.entryConstants.set(key, value);
    }
    return value;
  }

  sym(name: string, offset = 0): Value {
    const key = `sym:${name}+${offset}`;
    let value = this.entryConstants.get(key);
    if (value === undefined) {
      value = this.func.newValue(this.func.entry, 'sym', Ty.Ptr, [], offset, this.func.pos);
      value.sym = name;
      this.func.entry.values.unshift(value);
      this.entryConstants.set(key, value);
    }
    return value;
  }

  slotAddress(slot: Slot, offset = 0): Value {
    const value = this.emit('slot', Ty.Ptr, [], offset);
    value.slot = slot;
    return value;
  }

  binary(op: Op, a: Value, b: Value, ty: Ty = Ty.I32): Value {
    const [x, y] = [resolve(a), resolve(b)];
    const folded = foldBinary(op, x, y, (imm) => this.const(imm, ty), (sum, imm) => this.binary('add', sum, this.const(imm), ty));
    return folded ?? this.emit(op, ty, [x, y]);
  }

  /** Address plus constant. */
  offset(base: Value, imm: number): Value {
    const x = resolve(base);
    if (imm === 0) return x;
    if (x.op === 'sym') return this.sym(x.sym!, x.imm + imm);
    if (x.op === 'slot') return this.slotAddress(x.slot!, x.imm + imm);
    return this.binary('add', x, this.const(imm), x.ty);
  }

  load(mem: Mem, ty: Ty, address: Value, offset = 0): Value {
    const value = this.emit('load', ty, [address], offset);
    value.mem = mem;
    return value;
  }

  store(mem: Mem, address: Value, data: Value, offset = 0): void {
    const value = this.emit('store', Ty.Void, [address, data], offset);
    value.mem = mem;
  }

  /** Stores a pointer where the collector may have to hear of it. */
  storePointer(address: Value, data: Value, offset = 0): void {
    const value = this.emit('store', Ty.Void, [address, data], offset);
    value.barrier = AT_ADDRESS;
  }

  nilCheck(pointer: Value): void {
    const p = resolve(pointer);
    if (p.op === 'sym' || p.op === 'slot' || p.op === 'outaddr' || p.op === 'inaddr' || isNewObject(p)) return;
    this.emit('nilcheck', Ty.Void, [p]);
  }

  /** The check, or null if it cannot fail. */
  boundsCheck(kind: BoundsKind, index: Value, limit: Value, isSigned: boolean): Value | null {
    const [i, n] = [resolve(index), resolve(limit)];
    if (i.op === 'const' && n.op === 'const') {
      const holds = kind === 'Index' ? i.imm >>> 0 < n.imm >>> 0 : i.imm >>> 0 <= n.imm >>> 0;
      if (holds) return null;
    }
    const check = this.emit('boundscheck', Ty.Void, [i, n]);
    check.bounds = kind;
    check.isSigned = isSigned;
    return check;
  }

  call(info: CallInfo, args: Value[], resultTys: readonly Ty[]): Value[] {
    const call = this.emit('call', Ty.Void, args);
    call.call = info;
    const results = resultTys.map((ty, i) => {
      const result = this.emit('callres', ty, [call], i);
      result.reg = info.resultRegs[i]!;
      return result;
    });
    if (info.noReturn) this.exit();
    return results;
  }

  /** Ends construction: what was replaced is gone. */
  finish(): Func {
    assert(this.block === null, `Builder.finish: ${this.func.name} does not end`);
    for (const block of this.func.blocks) this.seal(block);
    applyReplacements(this.func);
    return this.func;
  }
}
