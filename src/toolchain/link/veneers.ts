/**
 * Veneers: where a `call` cannot reach its target within 2 MiB, it goes to two instructions near it that can. They change
 * t6 only, the register that the calling convention leaves to the linker. Calls of one target from one section share one.
 */
import { Reloc } from '../../abi/elf-relocation.ts';
import { SectionFlag, SectionType } from '../../abi/elf32.ts';
import type { ObjectSection, Relocation } from '../../elf/object-file.ts';
import { encode } from '../../isa/instruction.ts';
import { Op } from '../../isa/opcodes.ts';
import { Reg } from '../../isa/registers.ts';
import { addressOf, type InputSection } from './input.ts';

const VENEER_LENGTH = 8;

/** A section of veneers that lies behind the section whose calls go through it. */
interface VeneerSection {
  readonly input: InputSection;
  /** Offset of the veneer for each symbol and addend. */
  readonly offsets: Map<string, number>;
}

const keyOf = ({ symbol, addend }: Relocation): string => `${symbol}+${addend}`;

export class Veneers {
  private readonly bySection = new Map<InputSection, VeneerSection>();

  /** Makes a veneer for a call if there is none; returns whether one was made. */
  require(section: InputSection, relocation: Relocation): boolean {
    const veneers = this.sectionFor(section);
    if (veneers.offsets.has(keyOf(relocation))) return false;
    const offset = veneers.input.section.length;
    veneers.offsets.set(keyOf(relocation), offset);
    veneers.input.section = withVeneer(veneers.input.section, relocation);
    return true;
  }

  /** The address of the veneer that a call goes through, or null. */
  addressFor(section: InputSection, relocation: Relocation): number | null {
    const veneers = this.bySection.get(section);
    const offset = veneers?.offsets.get(keyOf(relocation));
    return offset === undefined ? null : addressOf(veneers!.input, offset);
  }

  private sectionFor(section: InputSection): VeneerSection {
    const known = this.bySection.get(section);
    if (known !== undefined) return known;
    const empty: ObjectSection = {
      name: `${section.section.name}.veneers`,
      type: SectionType.Progbits,
      flags: SectionFlag.Alloc | SectionFlag.Execinstr,
      alignment: 4,
      entrySize: 0,
      length: 0,
      data: new Uint8Array(0),
      relocations: [],
    };
    const input: InputSection = { object: section.object, index: -1, section: empty, isLive: true, output: section.output, offset: 0 };
    const { inputs } = section.output!;
    inputs.splice(inputs.indexOf(section) + 1, 0, input);
    const veneers = { input, offsets: new Map<string, number>() };
    this.bySection.set(section, veneers);
    return veneers;
  }
}

/** `lui t6, %hi(target); jr %lo(target)(t6)` appended to a section of veneers. */
function withVeneer(section: ObjectSection, { symbol, addend }: Relocation): ObjectSection {
  const data = new Uint8Array(section.length + VENEER_LENGTH);
  data.set(section.data);
  const view = new DataView(data.buffer);
  view.setInt32(section.length, encode({ op: Op.Lui, values: [Reg.T6, 0] }), true);
  view.setInt32(section.length + 4, encode({ op: Op.Jalr, values: [Reg.Zero, 0, Reg.T6] }), true);
  const relocations: Relocation[] = [
    ...section.relocations,
    { offset: section.length, type: Reloc.Hi20, symbol, addend },
    { offset: section.length + 4, type: Reloc.Lo12, symbol, addend },
  ];
  return { ...section, length: data.length, data, relocations };
}
