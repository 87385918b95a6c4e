/** What every Go program knows without declaring it: predeclared types, constants, functions, nil, and package unsafe. */
import { NO_POS } from '../syntax/position.ts';
import { FALSE, makeInt, TRUE } from './constant.ts';
import { Builtin, BuiltinId, Color, Const, Func, type GoObject, Nil, Package, TypeName, Var, VarRole } from './object.ts';
import { Scope } from './scope.ts';
import { Basic, BasicInfo, BasicKind, Interface, INVALID_TYPE, Named, Signature, Tuple } from './type.ts';

const basic = (kind: BasicKind, info: BasicInfo, name: string): Basic => new Basic(kind, info, name);

const INTEGER = BasicInfo.Integer;
const UNSIGNED = BasicInfo.Integer | BasicInfo.Unsigned;

/** The one instance of each basic type, by kind. */
export const TYP: Readonly<Record<BasicKind, Basic>> = {
  [BasicKind.Invalid]: INVALID_TYPE,
  [BasicKind.Bool]: basic(BasicKind.Bool, BasicInfo.Boolean, 'bool'),
  [BasicKind.Int]: basic(BasicKind.Int, INTEGER, 'int'),
  [BasicKind.Int8]: basic(BasicKind.Int8, INTEGER, 'int8'),
  [BasicKind.Int16]: basic(BasicKind.Int16, INTEGER, 'int16'),
  [BasicKind.Int32]: basic(BasicKind.Int32, INTEGER, 'int32'),
  [BasicKind.Int64]: basic(BasicKind.Int64, INTEGER, 'int64'),
  [BasicKind.Uint]: basic(BasicKind.Uint, UNSIGNED, 'uint'),
  [BasicKind.Uint8]: basic(BasicKind.Uint8, UNSIGNED, 'uint8'),
  [BasicKind.Uint16]: basic(BasicKind.Uint16, UNSIGNED, 'uint16'),
  [BasicKind.Uint32]: basic(BasicKind.Uint32, UNSIGNED, 'uint32'),
  [BasicKind.Uint64]: basic(BasicKind.Uint64, UNSIGNED, 'uint64'),
  [BasicKind.Uintptr]: basic(BasicKind.Uintptr, UNSIGNED, 'uintptr'),
  [BasicKind.Float32]: basic(BasicKind.Float32, BasicInfo.Float, 'float32'),
  [BasicKind.Float64]: basic(BasicKind.Float64, BasicInfo.Float, 'float64'),
  [BasicKind.Complex64]: basic(BasicKind.Complex64, BasicInfo.Complex, 'complex64'),
  [BasicKind.Complex128]: basic(BasicKind.Complex128, BasicInfo.Complex, 'complex128'),
  [BasicKind.String]: basic(BasicKind.String, BasicInfo.String, 'string'),
  [BasicKind.UnsafePointer]: basic(BasicKind.UnsafePointer, BasicInfo.None, 'unsafe.Pointer'),
  [BasicKind.UntypedBool]: basic(BasicKind.UntypedBool, BasicInfo.Boolean | BasicInfo.Untyped, 'untyped bool'),
  [BasicKind.UntypedInt]: basic(BasicKind.UntypedInt, INTEGER | BasicInfo.Untyped, 'untyped int'),
  [BasicKind.UntypedRune]: basic(BasicKind.UntypedRune, INTEGER | BasicInfo.Untyped, 'untyped rune'),
  [BasicKind.UntypedFloat]: basic(BasicKind.UntypedFloat, BasicInfo.Float | BasicInfo.Untyped, 'untyped float'),
  [BasicKind.UntypedComplex]: basic(BasicKind.UntypedComplex, BasicInfo.Complex | BasicInfo.Untyped, 'untyped complex'),
  [BasicKind.UntypedString]: basic(BasicKind.UntypedString, BasicInfo.String | BasicInfo.Untyped, 'untyped string'),
  [BasicKind.UntypedNil]: basic(BasicKind.UntypedNil, BasicInfo.Untyped, 'untyped nil'),
};

/** uint8 under the name byte: identical to it, but messages say byte where the program did. */
export const BYTE = basic(BasicKind.Uint8, UNSIGNED, 'byte');
/** int32 under the name rune. */
export const RUNE = basic(BasicKind.Int32, INTEGER, 'rune');

export const UNIVERSE = new Scope(null);
export const UNSAFE = new Package('unsafe', 'unsafe', null);
UNSAFE.isComplete = true;

/** The type of `interface{}` where the checker itself needs one. */
export const EMPTY_INTERFACE = new Interface();
EMPTY_INTERFACE.typeSet = { methods: [], comparable: false };

/** `any`: an alias that messages keep. */
export const ANY = new Interface();
ANY.typeSet = { methods: [], comparable: false };

/** A predeclared function: how many arguments it needs, whether more are allowed, whether a call may be a statement. */
export interface BuiltinInfo {
  readonly name: string;
  readonly arguments: number;
  readonly variadic: boolean;
  readonly isStatement: boolean;
}
const fixed = (name: string, count: number, isStatement = false): BuiltinInfo => ({ name, arguments: count, variadic: false, isStatement });
const open = (name: string, count: number, isStatement = false): BuiltinInfo => ({ name, arguments: count, variadic: true, isStatement });
const STATEMENT = true;

export const BUILTINS: Readonly<Record<BuiltinId, BuiltinInfo>> = {
  [BuiltinId.Append]: open('append', 1),
  [BuiltinId.Cap]: fixed('cap', 1),
  [BuiltinId.Close]: fixed('close', 1, STATEMENT),
  [BuiltinId.Complex]: fixed('complex', 2),
  [BuiltinId.Copy]: fixed('copy', 2, STATEMENT),
  [BuiltinId.Delete]: fixed('delete', 2, STATEMENT),
  [BuiltinId.Imag]: fixed('imag', 1),
  [BuiltinId.Len]: fixed('len', 1),
  [BuiltinId.Make]: open('make', 1),
  [BuiltinId.New]: fixed('new', 1),
  [BuiltinId.Panic]: fixed('panic', 1, STATEMENT),
  [BuiltinId.Print]: open('print', 0, STATEMENT),
  [BuiltinId.Println]: open('println', 0, STATEMENT),
  [BuiltinId.Real]: fixed('real', 1),
  [BuiltinId.Recover]: fixed('recover', 0, STATEMENT),
  [BuiltinId.Add]: fixed('Add', 2),
  [BuiltinId.Alignof]: fixed('Alignof', 1),
  [BuiltinId.Offsetof]: fixed('Offsetof', 1),
  [BuiltinId.Sizeof]: fixed('Sizeof', 1),
  [BuiltinId.Slice]: fixed('Slice', 2),
};

function declare(scope: Scope, obj: GoObject): void {
  scope.insert(obj);
  obj.color = Color.Black;
}

for (const type of [...Object.values(TYP), BYTE, RUNE]) {
  if (type.name.includes(' ')) continue;
  if (type.basic === BasicKind.UnsafePointer) declare(UNSAFE.scope, new TypeName(NO_POS, UNSAFE, 'Pointer', type));
  else declare(UNIVERSE, new TypeName(NO_POS, null, type.name, type));
}
declare(UNIVERSE, new TypeName(NO_POS, null, 'any', ANY));

function declareError(): Named {
  const obj = new TypeName(NO_POS, null, 'error', null);
  const named = new Named(obj, null);
  const signature = new Signature();
  signature.recv = new Var(NO_POS, null, '', named, VarRole.Receiver);
  signature.results = new Tuple([new Var(NO_POS, null, '', TYP[BasicKind.String], VarRole.Result)]);
  const method = new Func(NO_POS, null, 'Error', signature);
  const type = new Interface();
  type.methods.push(method);
  type.typeSet = { methods: [method], comparable: false };
  named.underlying = type;
  named.fromRHS = type;
  obj.type = named;
  declare(UNIVERSE, obj);
  return named;
}
/** The predeclared interface `error`. */
export const ERROR = declareError();

/** The predeclared constraint `comparable`; only its name matters, since generics are not supported. */
const COMPARABLE = new TypeName(NO_POS, null, 'comparable', null);
{
  const named = new Named(COMPARABLE, null);
  const type = new Interface();
  type.typeSet = { methods: [], comparable: true };
  named.underlying = type;
  named.fromRHS = type;
  COMPARABLE.type = named;
  declare(UNIVERSE, COMPARABLE);
}

declare(UNIVERSE, new Const(NO_POS, null, 'true', TYP[BasicKind.UntypedBool], TRUE));
declare(UNIVERSE, new Const(NO_POS, null, 'false', TYP[BasicKind.UntypedBool], FALSE));
/** The predeclared constant whose value depends on where it stands. */
export const IOTA = new Const(NO_POS, null, 'iota', TYP[BasicKind.UntypedInt], makeInt(0));
declare(UNIVERSE, IOTA);
declare(UNIVERSE, new Nil(NO_POS, null, 'nil', TYP[BasicKind.UntypedNil]));

for (const [id, { name }] of Object.entries(BUILTINS)) {
  const builtin: BuiltinId = Number(id);
  const isUnsafe = builtin >= BuiltinId.Add;
  declare(isUnsafe ? UNSAFE.scope : UNIVERSE, new Builtin(isUnsafe ? UNSAFE : null, name, builtin));
}
