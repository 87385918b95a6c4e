/**
 * Symbol resolution by ELF's rules: one strong definition wins over common ones, these over weak ones; two strong ones are
 * an error; common ones of one name become the largest of them.
 */
import { SectionFlag, SectionType, SymbolBinding } from '../../abi/elf32.ts';
import { Placement, type ObjectSymbol } from '../../elf/object-file.ts';
import type { SourceDiagnostic } from '../source-diagnostic.ts';
import { describePlace, madeSection, type InputObject, type InputSection, type ResolvedSymbol } from './input.ts';

const enum Strength {
  Weak,
  Common,
  Strong,
}

function strengthOf({ section, binding }: ObjectSymbol): Strength {
  if (binding === SymbolBinding.Weak) return Strength.Weak;
  return section === Placement.Common ? Strength.Common : Strength.Strong;
}

export const linkError = (file: string, message: string): SourceDiagnostic => ({ severity: 'error', file, line: 0, col: 0, message });

function describeDefinition({ object, symbol, section }: ResolvedSymbol): string {
  return section === null ? `${object.file.fileName}:(*ABS*)` : describePlace(section, symbol.value);
}

function resolvedFrom(object: InputObject, symbol: ObjectSymbol): ResolvedSymbol {
  const section = symbol.section >= 0 ? object.sections[symbol.section]! : null;
  return { name: symbol.name, symbol, object, section, value: symbol.value };
}

/** Of two common symbols the larger, with the greater alignment. */
function mergedCommon(left: ResolvedSymbol, right: ResolvedSymbol): ResolvedSymbol {
  const [larger, other] = left.symbol.length >= right.symbol.length ? [left, right] : [right, left];
  return { ...larger, symbol: { ...larger.symbol, value: Math.max(larger.symbol.value, other.symbol.value) } };
}

export class SymbolTable {
  /** Definitions of global and weak symbols. */
  readonly globals = new Map<string, ResolvedSymbol>();
  /** Sections made for common symbols. */
  readonly made: InputSection[] = [];

  constructor(
    readonly objects: readonly InputObject[],
    private readonly diagnostics: SourceDiagnostic[],
  ) {
    for (const object of objects) {
      for (const symbol of object.file.symbols) {
        if (symbol.binding !== SymbolBinding.Local && symbol.section !== Placement.Undefined) this.define(resolvedFrom(object, symbol));
      }
    }
    this.allocateCommons();
  }

  private define(candidate: ResolvedSymbol): void {
    const known = this.globals.get(candidate.name);
    if (known === undefined) {
      this.globals.set(candidate.name, candidate);
      return;
    }
    const before = strengthOf(known.symbol);
    const now = strengthOf(candidate.symbol);
    if (before === Strength.Strong && now === Strength.Strong) {
      const message = `multiple definition of \`${candidate.name}'; ${describeDefinition(known)}: first defined here`;
      this.diagnostics.push(linkError(describeDefinition(candidate), message));
    } else if (before === Strength.Common && now === Strength.Common) this.globals.set(candidate.name, mergedCommon(known, candidate));
    else if (now > before) this.globals.set(candidate.name, candidate);
  }

  /** Gives each common symbol a section of its own, so that unreachable ones can be dropped. */
  private allocateCommons(): void {
    for (const resolved of this.globals.values()) {
      if (resolved.symbol.section !== Placement.Common) continue;
      const section = madeSection({
        name: '.bss.COMMON',
        type: SectionType.Nobits,
        flags: SectionFlag.Alloc | SectionFlag.Write,
        alignment: Math.max(1, resolved.symbol.value),
        entrySize: 0,
        length: resolved.symbol.length,
        data: new Uint8Array(0),
        relocations: [],
      });
      this.made.push(section);
      resolved.section = section;
      resolved.value = 0;
    }
  }

  /** What a symbol of an object means; null if nothing defines it. */
  lookUp(object: InputObject, symbol: ObjectSymbol): ResolvedSymbol | null {
    if (symbol.binding !== SymbolBinding.Local) return this.globals.get(symbol.name) ?? null;
    return symbol.section === Placement.Undefined ? null : resolvedFrom(object, symbol);
  }
}
