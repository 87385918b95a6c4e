/**
 * Writes the value of a relocation into its place, for the assembler (values known early) and the linker alike. For
 * relative types the value is the distance from the place.
 */
import { Reloc, hi20, lo12 } from '../abi/elf-relocation.ts';
import { assertNever } from '../base/assert.ts';
import { Limit, withImm15, withImm20 } from '../isa/encoding.ts';

/** What can be patched: a section's bytes under construction, or an image. */
export interface Patchable {
  readWord(offset: number): number;
  patchByte(offset: number, value: number): void;
  patchHalf(offset: number, value: number): void;
  patchWord(offset: number, value: number): void;
}

const WORD = 4;

const fitsData = (value: number, bits: number): boolean => value >= -(2 ** (bits - 1)) && value < 2 ** bits;

const fitsImm15 = (value: number): boolean => value >= Limit.Imm15Min && value <= Limit.Imm15Max;

function target15(place: Patchable, at: number, distance: number): string | null {
  if (distance % WORD !== 0) return 'branch target is not a multiple of 4 away';
  if (!fitsImm15(distance / WORD)) return 'branch target is out of range';
  place.patchWord(at, withImm15(place.readWord(at), distance / WORD));
  return null;
}

function target20(place: Patchable, at: number, distance: number): string | null {
  if (distance % WORD !== 0) return 'jump target is not a multiple of 4 away';
  const words = distance / WORD;
  if (words < Limit.Imm20Min || words > Limit.Imm20Max) return 'jump target is out of range';
  place.patchWord(at, withImm20(place.readWord(at), words));
  return null;
}

/** Patches the place; returns what is wrong with the value if it does not fit. */
export function applyRelocation(place: Patchable, at: number, type: Reloc, value: number): string | null {
  switch (type) {
    case Reloc.None:
    case Reloc.Keep:
      return null;
    case Reloc.Abs32:
    case Reloc.Pc32:
      place.patchWord(at, value);
      return null;
    case Reloc.Abs16:
      if (!fitsData(value, 16)) return 'value does not fit in 2 bytes';
      place.patchHalf(at, value);
      return null;
    case Reloc.Abs8:
      if (!fitsData(value, 8)) return 'value does not fit in a byte';
      place.patchByte(at, value);
      return null;
    case Reloc.Hi20:
    case Reloc.PcrelHi20:
      place.patchWord(at, withImm20(place.readWord(at), hi20(value)));
      return null;
    case Reloc.Lo12:
    case Reloc.PcrelLo12:
      place.patchWord(at, withImm15(place.readWord(at), lo12(value)));
      return null;
    case Reloc.Imm15:
      if (!fitsImm15(value)) return `immediate out of range, not between ${Limit.Imm15Min} and ${Limit.Imm15Max}`;
      place.patchWord(at, withImm15(place.readWord(at), value));
      return null;
    case Reloc.Branch:
      return target15(place, at, value);
    case Reloc.Jump:
    case Reloc.Call:
      return target20(place, at, value);
    default:
      return assertNever(type);
  }
}
