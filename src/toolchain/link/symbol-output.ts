/** The symbol table of an executable: per object a file symbol and its locals, then everything global, by address. */
import { SectionIndex, SymbolBinding, SymbolType, SymbolVisibility } from '../../abi/elf32.ts';
import { Placement } from '../../elf/object-file.ts';
import type { SymbolToWrite } from '../../elf/write-elf.ts';
import { symbolAddress } from './image.ts';
import { isAllocated, type InputObject, type InputSection, type OutputSection, type ResolvedSymbol } from './input.ts';
import type { SymbolTable } from './resolve.ts';

export class SymbolOutput {
  private readonly numbers: ReadonlyMap<OutputSection, number>;

  constructor(
    private readonly table: SymbolTable,
    sections: readonly OutputSection[],
  ) {
    this.numbers = new Map(sections.map((section, index) => [section, index + 1]));
  }

  all(): SymbolToWrite[] {
    const locals = this.table.objects.flatMap((object) => this.localsOf(object));
    const globals = [...this.table.globals.values()]
      .filter(({ section }) => section === null || section.isLive)
      .map((resolved) => this.written(resolved))
      .sort((a, b) => a.value - b.value || (a.name < b.name ? -1 : 1));
    return [...locals, ...globals];
  }

  private localsOf(object: InputObject): SymbolToWrite[] {
    const locals = object.file.symbols.filter(({ binding, type, section }) => binding === SymbolBinding.Local && type !== SymbolType.Section && type !== SymbolType.File && section !== Placement.Undefined);
    const written = locals.flatMap((symbol) => {
      const section = symbol.section >= 0 ? object.sections[symbol.section]! : null;
      if (symbol.name === '' || symbol.name === '*ABS*' || (section !== null && !this.isNamed(section))) return [];
      return [this.written({ name: symbol.name, symbol, object, section, value: symbol.value })];
    });
    if (written.length === 0) return [];
    const fileSymbol = { name: object.file.fileName, value: 0, length: 0, binding: SymbolBinding.Local, type: SymbolType.File, visibility: SymbolVisibility.Default, section: SectionIndex.Abs };
    return [fileSymbol, ...written];
  }

  private isNamed(section: InputSection): boolean {
    return section.isLive && section.output !== null && isAllocated(section.section);
  }

  private written(resolved: ResolvedSymbol): SymbolToWrite {
    const { name, symbol, section } = resolved;
    return {
      name,
      value: symbolAddress(resolved) >>> 0,
      length: symbol.length,
      binding: symbol.binding,
      type: symbol.type,
      visibility: symbol.visibility,
      section: section === null ? SectionIndex.Abs : this.numbers.get(section.output!)!,
    };
  }
}
