/**
 * The bytes of the output sections, patched by relocations. Two rounds over them: calls out of reach are found first and
 * led through veneers, which makes sections grow; when all reach, every relocation is applied.
 */
import { Reloc } from '../../abi/elf-relocation.ts';
import { SymbolBinding } from '../../abi/elf32.ts';
import { Limit } from '../../isa/encoding.ts';
import type { Relocation } from '../../elf/object-file.ts';
import type { SourceDiagnostic } from '../source-diagnostic.ts';
import { applyRelocation, type Patchable } from '../apply-relocation.ts';
import { addressOf, describePlace, functionAt, isAllocated, isNobits, type InputSection, type OutputSection, type ResolvedSymbol } from './input.ts';
import { linkError, type SymbolTable } from './resolve.ts';
import type { Veneers } from './veneers.ts';

const WORD = 4;
/** ld stops after so many reports of one undefined symbol. */
const MAX_REPORTS_PER_SYMBOL = 3;

/** A section's bytes with offsets counted from its start. */
class PatchableBytes implements Patchable {
  private readonly view: DataView;
  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  readWord(offset: number): number {
    return this.view.getUint32(offset, true);
  }
  patchByte(offset: number, value: number): void {
    this.view.setUint8(offset, value);
  }
  patchHalf(offset: number, value: number): void {
    this.view.setUint16(offset, value, true);
  }
  patchWord(offset: number, value: number): void {
    this.view.setUint32(offset, value, true);
  }
}

/** The address of a symbol; sections that were dropped lie at 0. */
export function symbolAddress({ section, value }: ResolvedSymbol): number {
  if (section === null) return value;
  return section.isLive ? addressOf(section, value) : 0;
}

const isRelative = (type: Reloc): boolean =>
  type === Reloc.Pc32 || type === Reloc.Branch || type === Reloc.Jump || type === Reloc.Call || type === Reloc.PcrelHi20;

/** Sends a reference elsewhere than its symbol says, or gives null. */
export type Redirection = (relocation: Relocation) => ResolvedSymbol | null;

export class Relocator {
  private readonly reports = new Map<string, number>();

  constructor(
    private readonly table: SymbolTable,
    private readonly veneers: Veneers,
    private readonly diagnostics: SourceDiagnostic[],
    private readonly redirect: Redirection = () => null,
  ) {}

  /** Finds calls whose target lies out of reach; returns whether veneers were added for them. */
  addVeneers(sections: readonly InputSection[]): boolean {
    let hasGrown = false;
    for (const section of sections) {
      if (!section.isLive || section.object === null) continue;
      for (const relocation of section.section.relocations) {
        if (relocation.type !== Reloc.Call) continue;
        const target = this.targetOf(section, relocation);
        if (target === null) continue;
        const words = (target - addressOf(section, relocation.offset)) / WORD;
        if (words >= Limit.Imm20Min && words <= Limit.Imm20Max) continue;
        hasGrown = this.veneers.require(section, relocation) || hasGrown;
      }
    }
    return hasGrown;
  }

  /** The content of an output section. */
  contentOf(output: OutputSection): Uint8Array {
    if (isNobits(output)) return new Uint8Array(0);
    const bytes = new Uint8Array(output.length);
    for (const input of output.inputs) {
      const part = bytes.subarray(input.offset, input.offset + input.section.length);
      part.set(input.section.data);
      this.relocate(input, new PatchableBytes(part));
    }
    return bytes;
  }

  private relocate(section: InputSection, bytes: Patchable): void {
    for (const relocation of section.section.relocations) {
      const value = this.valueOf(section, relocation);
      if (value === null) continue;
      const problem = applyRelocation(bytes, relocation.offset, relocation.type, value);
      if (problem !== null) this.reportOverflow(section, relocation, problem);
    }
  }

  /** S + A of a relocation, or null if the symbol is undefined; an undefined weak one is 0. */
  private targetOf(section: InputSection, relocation: Relocation): number | null {
    const elsewhere = this.redirect(relocation);
    if (elsewhere !== null) return symbolAddress(elsewhere);
    const { symbol: number, addend } = relocation;
    const object = section.object!;
    const symbol = object.file.symbols[number]!;
    const resolved = this.table.lookUp(object, symbol);
    if (resolved !== null) return symbolAddress(resolved) + addend;
    return symbol.binding === SymbolBinding.Weak ? addend : null;
  }

  /** What goes into the place; null if that was reported. */
  private valueOf(section: InputSection, relocation: Relocation): number | null {
    const target = this.targetOf(section, relocation);
    if (target === null) {
      this.reportUndefined(section, relocation);
      return null;
    }
    if (relocation.type === Reloc.PcrelLo12) return this.pairedValue(section, relocation, target);
    if (!isRelative(relocation.type)) return target;
    const place = addressOf(section, relocation.offset);
    const veneer = relocation.type === Reloc.Call ? this.veneers.addressFor(section, relocation) : null;
    return (veneer ?? target) - place;
  }

  /** The value of the `%pcrel_hi` that the label of a `%pcrel_lo` stands at. */
  private pairedValue(section: InputSection, relocation: Relocation, labelAddress: number): number | null {
    const offset = labelAddress - addressOf(section, 0);
    const partner = section.section.relocations.find((other) => other.type === Reloc.PcrelHi20 && other.offset === offset);
    if (partner === undefined) {
      this.diagnostics.push(linkError(describePlace(section, relocation.offset), '%pcrel_lo without a matching %pcrel_hi at its label'));
      return null;
    }
    return this.valueOf(section, partner);
  }

  private reportUndefined(section: InputSection, { symbol, offset }: Relocation): void {
    const { name } = section.object!.file.symbols[symbol]!;
    const count = (this.reports.get(name) ?? 0) + 1;
    this.reports.set(name, count);
    if (count > MAX_REPORTS_PER_SYMBOL) return;
    const within = isAllocated(section.section) ? functionAt(section, offset) : null;
    const where = within === null ? '' : `in function \`${within}': `;
    const what = count === MAX_REPORTS_PER_SYMBOL ? `more undefined references to \`${name}' follow` : `undefined reference to \`${name}'`;
    this.diagnostics.push(linkError(describePlace(section, offset), `${where}${what}`));
  }

  private reportOverflow(section: InputSection, { symbol, offset }: Relocation, problem: string): void {
    const object = section.object!;
    const target = object.file.symbols[symbol]!;
    const resolved = this.table.lookUp(object, target);
    const defined = resolved?.section === null || resolved === null ? '' : ` defined in ${resolved.section.section.name} section in ${resolved.object.file.fileName}`;
    this.diagnostics.push(linkError(describePlace(section, offset), `relocation truncated to fit: ${problem} against symbol \`${target.name}'${defined}`));
  }
}
