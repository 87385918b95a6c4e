/** Type assertions: does an interface hold this type, and if so, its value. */
import { assert } from '../../../base/assert.ts';
import { Ty, type Block, type Value } from '../ssa/ir.ts';
import { type Type, under } from '../types/type.ts';
import { isEmptyInterface } from './conversions.ts';
import type { Lowerer } from './lowerer.ts';
import { fromDataWord } from './selectors.ts';
import { ofWords, type GoValue } from './value.ts';

/** The first word that an interface value of static type `from` has when it holds the concrete type `to`. */
function tabOf(f: Lowerer, from: Type, to: Type): Value {
  const u = under(from);
  assert(u.kind === 'Interface', 'tabOf: no interface');
  return isEmptyInterface(u) ? f.typeWord(to) : f.b.sym(f.program.methodTableSymbol(to, from));
}

/** `x.(T)`; panics if it does not hold. */
export function typeAssertion(f: Lowerer, x: GoValue, to: Type): GoValue {
  const from = under(x.type);
  assert(from.kind === 'Interface', 'typeAssertion: no interface');
  const [tab, data] = x.words! as [Value, Value];
  const target = under(to);
  if (target.kind === 'Interface') {
    if (isEmptyInterface(target)) {
      const [type] = f.runtime(isEmptyInterface(from) ? 'assertNonNilType' : 'assertNonNilTab', [tab, f.typeWord(to)], [Ty.Ptr]);
      return ofWords(to, [type!, data]);
    }
    const [newTab] = f.runtime(isEmptyInterface(from) ? 'assertE2I' : 'assertI2I', [f.typeWord(to), tab], [Ty.Ptr]);
    return ofWords(to, [newTab!, data]);
  }
  const { b } = f;
  const [good, bad] = [b.newBlock(), b.newBlock()];
  b.branch('eq', tab, tabOf(f, x.type, to), good, bad, 0);
  b.seal(good);
  b.seal(bad);
  if (b.block === null) b.start(bad);
  f.runtime(isEmptyInterface(from) ? 'panicdottypeE' : 'panicdottypeI', [tab, f.typeWord(to), f.typeWord(x.type)], []);
  b.start(good);
  return fromDataWord(f, data, to);
}

/** `x.(T)` with ok. */
export function typeAssertionOk(f: Lowerer, x: GoValue, to: Type): GoValue[] {
  const { b } = f;
  const ok = f.newVar('ok', Ty.I32);
  const target = under(to);
  if (target.kind === 'Interface') {
    const [tab, data] = x.words! as [Value, Value];
    const newTab = interfaceTabOrNull(f, x.type, tab, to);
    const isOk = b.binary('sltu', b.const(0), newTab);
    const mask = b.binary('sub', b.const(0), isOk);
    return [ofWords(to, [newTab, b.binary('and', data, mask, Ty.Ptr)]), ofWords(f.boolType, [isOk])];
  }
  const [yes, no, done] = [b.newBlock(), b.newBlock(), b.newBlock()];
  const address = f.zero(to).words === null ? f.temporary(to, 'asserted') : null;
  const vars = address === null ? f.newVars('asserted', to) : [];
  branchOnType(f, x, to, yes, no);
  b.seal(yes);
  b.seal(no);
  if (b.block === null) b.start(yes);
  const value = fromDataWord(f, x.words![1]!, to);
  if (address === null) vars.forEach((each, i) => b.write(each, value.words![i]!));
  else f.storeTo(address, 0, value);
  b.write(ok, b.const(1));
  b.jump(done);
  b.start(no);
  if (address === null) f.zero(to).words!.forEach((word, i) => b.write(vars[i]!, word));
  else f.zeroMemory(address, 0, to);
  b.write(ok, b.const(0));
  b.jump(done);
  b.seal(done);
  b.start(done);
  const result: GoValue = address === null ? ofWords(to, vars.map((each) => b.read(each))) : { type: to, words: null, address };
  return [result, ofWords(f.boolType, [b.read(ok)])];
}

/** The first word of `x` as interface type `to`, or null if it does not implement it. */
export function interfaceTabOrNull(f: Lowerer, from: Type, tab: Value, to: Type): Value {
  const [source, target] = [under(from), under(to)];
  assert(source.kind === 'Interface' && target.kind === 'Interface', 'interfaceTabOrNull: no interfaces');
  if (isEmptyInterface(target)) return isEmptyInterface(source) ? tab : f.runtime('tabType', [tab], [Ty.Ptr])[0]!;
  return f.runtime(isEmptyInterface(source) ? 'assertE2I2' : 'assertI2I2', [f.typeWord(to), tab], [Ty.Ptr])[0]!;
}

/** Branches on whether interface value `x` holds the concrete type `to`. */
export function branchOnType(f: Lowerer, x: GoValue, to: Type, yes: Block, no: Block): void {
  f.b.branch('eq', x.words![0]!, tabOf(f, x.type, to), yes, no);
}
