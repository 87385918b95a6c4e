/**
 * Writes initial values of package variables into the data section (which of them can be: initial-values.ts). They are written when something
 * refers to the variable, so tables that nobody uses are not in the program.
 */
import { assert } from '../../../base/assert.ts';
import { isPointerShaped } from '../layout/leaves.ts';
import { unparen, type CompositeLit, type Expr } from '../syntax/ast.ts';
import { type Constant, ConstantKind, toDouble, toInt, toSingle } from '../types/constant.ts';
import { Mode } from '../types/info.ts';
import type { Var } from '../types/object.ts';
import { alignOf, sizeOf } from '../types/sizes.ts';
import { typeSetOf } from '../types/type-set.ts';
import { ArrayType, type Interface, type Type, under } from '../types/type.ts';
import type { Datum } from './data.ts';
import { literalLength, objectOf, parts, pointeeOf } from './initial-values.ts';
import { numberClass } from './number-kinds.ts';
import type { Program, ProgramPackage } from './program.ts';

/** Writes the initial value of a variable. */
export function writeInitialValue(program: Program, pack: ProgramPackage, variable: Var, value: Expr): void {
  const datum = program.data.get(program.variableSymbol(variable))!;
  assert(datum.bytes.length === 0, `writeInitialValue: ${datum.symbol} is written twice`);
  datum.section = 'data';
  datum.bytes.fill(Math.max(1, sizeOf(variable.type!)));
  new ValueWriter(program, pack).write({ datum, offset: 0 }, value, variable.type!);
}

/** Where a value goes. */
interface Spot {
  readonly datum: Datum;
  readonly offset: number;
}

const behind = ({ datum, offset }: Spot, distance: number): Spot => ({ datum, offset: offset + distance });

/** Writes the values of a package's expressions. */
class ValueWriter {
  constructor(
    private readonly program: Program,
    private readonly pack: ProgramPackage,
  ) {}

  write(spot: Spot, e: Expr, type: Type): void {
    const { program, pack } = this;
    const inner = unparen(e);
    const tv = pack.info.types.get(inner);
    const u = under(type);
    if (tv?.mode === Mode.Nil) return;
    if (u.kind === 'Interface') return this.writeInterface(spot, inner, type, u);
    if (tv?.mode === Mode.Constant) return this.writeConstant(spot, tv.value!, type);
    const object = objectOf(pack, inner);
    if (object?.kind === 'Func') return refer(spot, program.funcValueSymbol(program.functionOf(object)));
    if (object?.kind === 'Var') return this.copyVariable(spot, object);
    const pointee = pointeeOf(pack, inner);
    if (pointee !== null && u.kind === 'Pointer') return this.writePointer(spot, pointee, u.base);
    this.writeLiteral(spot, inner as CompositeLit, type);
  }

  private writeLiteral(spot: Spot, literal: CompositeLit, type: Type): void {
    const list = parts(this.pack, literal, type)!;
    const u = under(type);
    if (u.kind !== 'Slice') {
      for (const part of list) this.write(behind(spot, part.offset), part.expr, part.type);
      return;
    }
    const { datum, offset } = spot;
    const count = literalLength(list, u);
    const array = this.defineObject(`${datum.symbol}·array${offset}`, new ArrayType(u.elem, count));
    for (const part of list) this.write({ datum: array, offset: part.offset }, part.expr, part.type);
    refer(spot, array.symbol);
    datum.bytes.patchWord(offset + 4, count);
    datum.bytes.patchWord(offset + 8, count);
  }

  /** A variable without a name. */
  private defineObject(symbol: string, type: Type): Datum {
    const object = this.program.data.define(symbol, 'data', Math.max(4, alignOf(type)));
    object.variable = type;
    object.bytes.fill(Math.max(1, sizeOf(type)));
    return object;
  }

  /** Another variable's initial value. */
  private copyVariable({ datum, offset }: Spot, source: Var): void {
    const from = this.program.data.get(this.program.variableSymbol(source))!;
    from.bytes.toBytes().forEach((byte, i) => {
      datum.bytes.patchByte(offset + i, byte);
    });
    for (const reference of from.references) datum.references.push({ ...reference, offset: offset + reference.offset });
  }

  private writePointer(spot: Spot, pointee: Expr, type: Type): void {
    if (pointee.kind !== 'CompositeLit') return refer(spot, this.program.variableSymbol(objectOf(this.pack, pointee) as Var));
    if (sizeOf(type) === 0) return refer(spot, this.program.zeroBase());
    const object = this.defineObject(`${spot.datum.symbol}·object${spot.offset}`, type);
    this.writeLiteral({ datum: object, offset: 0 }, pointee, type);
    refer(spot, object.symbol);
  }

  /** A value with its type: pointers lie in the interface, other values beside it, where nobody writes. */
  private writeInterface(spot: Spot, e: Expr, type: Type, target: Interface): void {
    const { program } = this;
    const dynamic = this.pack.info.typeOf(e);
    program.noteInInterface(dynamic);
    refer(spot, typeSetOf(target).methods.length === 0 ? program.typeSymbol(dynamic) : program.methodTableSymbol(dynamic, type));
    const data = behind(spot, 4);
    if (isPointerShaped(dynamic)) return this.write(data, e, dynamic);
    if (sizeOf(dynamic) === 0) return refer(data, program.zeroBase());
    const value = program.data.define(`${spot.datum.symbol}·value${spot.offset}`, 'rodata', Math.max(4, alignOf(dynamic)));
    value.bytes.fill(sizeOf(dynamic));
    this.write({ datum: value, offset: 0 }, e, dynamic);
    refer(data, value.symbol);
  }

  private writeConstant(spot: Spot, value: Constant, type: Type): void {
    const { datum, offset } = spot;
    if (value.kind === ConstantKind.String) {
      if (value.value.length > 0) refer(spot, this.program.stringSymbol(value.value));
      datum.bytes.patchWord(offset + 4, value.value.length);
      return;
    }
    const bytes = constantBytes(value, type);
    for (let i = 0; i < bytes.length; i++) datum.bytes.patchByte(offset + i, bytes[i]!);
  }
}

function refer({ datum, offset }: Spot, symbol: string): void {
  datum.references.push({ offset, symbol, addend: 0 });
}

/** The bytes of a boolean or a number. */
function constantBytes(value: Constant, type: Type): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  if (value.kind === ConstantKind.Bool) view.setUint8(0, value.value ? 1 : 0);
  else if (numberClass(type) === 'f64') view.setFloat64(0, toDouble(value), true);
  else if (numberClass(type) === 'f32') view.setFloat32(0, toSingle(value), true);
  else {
    const int = toInt(value);
    view.setBigUint64(0, BigInt.asUintN(64, int.kind === ConstantKind.Int ? int.value : 0n), true);
  }
  return new Uint8Array(view.buffer, 0, sizeOf(type));
}
