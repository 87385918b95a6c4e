/**
 * Go's types as debugging information, in the form that Go's own compiler gives them: strings, slices and interfaces are structures, maps and
 * channels pointers to the runtime's records, and a defined type carries its name with the path of its package.
 */
import { unreachable } from '../../../base/assert.ts';
import { Attribute, Encoding, Tag } from '../../dwarf/constants.ts';
import { Die } from '../../dwarf/die.ts';
import type { TypeKeys } from '../layout/type-key.ts';
import { kindNumber } from '../lower/type-descriptors.ts';
import { fieldOffsets, sizeOf, WORD_SIZE } from '../types/sizes.ts';
import { typeSetOf } from '../types/type-set.ts';
import { type Basic, BasicInfo, BasicKind, Pointer, type Named, type Signature, type Struct, type Type, under } from '../types/type.ts';
import { TYP } from '../types/universe.ts';

/** What a program's types refer to besides each other. */
export interface TypeSurroundings {
  readonly keys: TypeKeys;
  /** A type of the runtime by its name, null if it has no such type. */
  runtimeType(name: string): Type | null;
  /** Symbol of the type's descriptor, null if the program has none. */
  descriptorSymbol(key: string): number | null;
}

function tagOf(u: Exclude<Type, Named>): Tag {
  switch (u.kind) {
    case 'Basic':
      if (u.basic === BasicKind.String) return Tag.StructureType;
      return u.basic === BasicKind.UnsafePointer ? Tag.PointerType : Tag.BaseType;
    case 'Pointer':
    case 'Signature':
      return Tag.PointerType;
    case 'Array':
      return Tag.ArrayType;
    case 'Slice':
    case 'Struct':
      return Tag.StructureType;
    default:
      return Tag.Typedef;
  }
}

function encodingOf(info: BasicInfo): Encoding {
  if ((info & BasicInfo.Boolean) !== 0) return Encoding.Boolean;
  if ((info & BasicInfo.Complex) !== 0) return Encoding.ComplexFloat;
  if ((info & BasicInfo.Float) !== 0) return Encoding.Float;
  return (info & BasicInfo.Unsigned) !== 0 ? Encoding.Unsigned : Encoding.Signed;
}

/** Makes an entry for each type that is asked for, once, and for those that it consists of. */
export class DebugTypes {
  /** All entries so far. */
  readonly entries: Die[] = [];
  private readonly known = new Map<string, Die>();
  /** The type of what has no size: untyped pointers point to it. */
  private nothing: Die | null = null;

  constructor(private readonly surroundings: TypeSurroundings) {}

  of(type: Type): Die {
    const key = this.surroundings.keys.of(type);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const die = this.newEntry(tagOf(under(type)), key);
    this.known.set(key, die);
    // A structure's own name is one that follows the word struct; a typedef makes it a name by itself.
    if (die.tag === Tag.StructureType) this.newEntry(Tag.Typedef, key).entry(Attribute.Type, die);
    die.count(Attribute.GoKind, kindNumber(type));
    const descriptor = this.surroundings.descriptorSymbol(key);
    if (descriptor !== null) die.address(Attribute.GoRuntimeType, descriptor);
    this.describe(die, type);
    return die;
  }

  private newEntry(tag: Tag, name: string): Die {
    const die = new Die(tag).name(name);
    this.entries.push(die);
    return die;
  }

  private describe(die: Die, type: Type): void {
    const u = under(type);
    const size = (): Die => die.count(Attribute.ByteSize, sizeOf(type));
    switch (u.kind) {
      case 'Basic':
        return this.basic(die, u, sizeOf(type));
      case 'Pointer':
        die.entry(Attribute.Type, this.of(u.base));
        return;
      case 'Array':
        size().entry(Attribute.Type, this.of(u.elem));
        die.add(new Die(Tag.SubrangeType).entry(Attribute.Type, this.of(TYP[BasicKind.Uintptr])).count(Attribute.Count, u.length));
        return;
      case 'Slice':
        size().entry(Attribute.GoElem, this.of(u.elem));
        die.add(this.member('array', 0, this.pointerTo(u.elem)), this.member('len', WORD_SIZE, this.of(TYP[BasicKind.Int])), this.member('cap', 2 * WORD_SIZE, this.of(TYP[BasicKind.Int])));
        return;
      case 'Struct':
        size();
        return this.fields(die, u);
      case 'Map':
        die.entry(Attribute.GoKey, this.of(u.key)).entry(Attribute.GoElem, this.of(u.elem));
        die.entry(Attribute.Type, this.runtimePointer('hmap'));
        return;
      case 'Chan':
        die.entry(Attribute.GoElem, this.of(u.elem)).entry(Attribute.Type, this.runtimePointer('hchan'));
        return;
      case 'Interface': {
        const record = typeSetOf(u).methods.length === 0 ? 'eface' : 'iface';
        const runtimeType = this.surroundings.runtimeType(record);
        die.entry(Attribute.Type, runtimeType === null ? this.unspecified() : this.of(runtimeType));
        return;
      }
      case 'Signature':
        return this.signature(die, u);
      case 'Tuple':
        return unreachable('DebugTypes.describe: a tuple is no type of a variable');
    }
  }

  private basic(die: Die, { basic, info }: Basic, size: number): void {
    if (basic === BasicKind.UnsafePointer) return;
    die.count(Attribute.ByteSize, size);
    if (basic === BasicKind.String) {
      die.add(this.member('str', 0, this.pointerTo(TYP[BasicKind.Uint8])), this.member('len', WORD_SIZE, this.of(TYP[BasicKind.Int])));
      return;
    }
    die.count(Attribute.Encoding, encodingOf(info));
  }

  private fields(die: Die, struct: Struct): void {
    const offsets = fieldOffsets(struct);
    (struct.fields ?? []).forEach((field, i) => {
      const member = this.member(field.name, offsets[i]!, this.of(field.type!));
      if (field.isEmbedded) member.flag(Attribute.GoEmbeddedField);
      die.add(member);
    });
  }

  /** A func value is a pointer to a closure; what is told is how it is called. */
  private signature(die: Die, signature: Signature): void {
    const routine = this.newEntry(Tag.SubroutineType, this.surroundings.keys.signatureKey(signature));
    const [params, results] = [signature.params.vars, signature.results.vars];
    // DWARF knows one result; of several each is a parameter, as Go has it.
    const [result] = results.length === 1 ? results : [];
    if (result !== undefined) routine.entry(Attribute.Type, this.of(result.type!));
    for (const { type } of result === undefined ? [...params, ...results] : params) routine.add(new Die(Tag.FormalParameter).entry(Attribute.Type, this.of(type!)));
    die.entry(Attribute.Type, routine);
  }

  private member(name: string, offset: number, type: Die): Die {
    return new Die(Tag.Member).name(name).count(Attribute.DataMemberLocation, offset).entry(Attribute.Type, type);
  }

  private pointerTo(type: Type): Die {
    return this.of(new Pointer(type));
  }

  private runtimePointer(name: string): Die {
    const type = this.surroundings.runtimeType(name);
    return type === null ? this.unspecified() : this.pointerTo(type);
  }

  private unspecified(): Die {
    this.nothing ??= this.newEntry(Tag.UnspecifiedType, 'void');
    return this.nothing;
  }
}
