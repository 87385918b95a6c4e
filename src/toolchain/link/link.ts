/**
 * The linker: objects in, a static executable out. Its steps, each a file beside this one: resolve symbols; drop what the
 * entry does not reach; join sections and lay out segments; add veneers until every call reaches; relocate; write.
 */
import { writeExecutable } from '../../elf/write-elf.ts';
import type { ObjectFile } from '../../elf/object-file.ts';
import { hasErrors, type SourceDiagnostic } from '../source-diagnostic.ts';
import { Relocator, symbolAddress } from './image.ts';
import { inputObject, isExecutable, type InputSection } from './input.ts';
import { joinSections, layOutImage, type Layout, type LayoutOptions } from './layout.ts';
import { provideSymbols } from './made-symbols.ts';
import { mapText } from './map-file.ts';
import { markReachable } from './reachability.ts';
import { SymbolTable, linkError } from './resolve.ts';
import { SymbolOutput } from './symbol-output.ts';
import { Veneers } from './veneers.ts';

/** Where programs start on 32-bit Linux. */
const DEFAULT_IMAGE_BASE = 0x08048000;

export interface LinkOptions extends Partial<LayoutOptions> {
  /** Default `_start`. */
  readonly entry?: string;
  /** Drop sections that the entry does not reach. Default false. */
  readonly dropUnreachable?: boolean;
  /** Further symbols to keep with what they reach. */
  readonly keep?: readonly string[];
  /** Write the symbol table. Default true. */
  readonly symbols?: boolean;
}

export interface LinkResult {
  /** The executable file, or null if there were errors. */
  readonly bytes: Uint8Array | null;
  readonly diagnostics: readonly SourceDiagnostic[];
  /** Text of the map file. */
  readonly map: string;
}

/** Lays out and adds veneers until all calls reach; each round adds at least one, so it ends. */
function layOutWithVeneers(sections: readonly InputSection[], layoutOf: () => Layout, relocator: Relocator): Layout {
  for (;;) {
    const layout = layoutOf();
    if (!relocator.addVeneers(sections)) return layout;
  }
}

/** Links objects. Problems with them are diagnostics; nothing is thrown. */
export function link(objects: readonly ObjectFile[], options: LinkOptions = {}): LinkResult {
  const { entry = '_start', imageBase = DEFAULT_IMAGE_BASE, dataAddress = null, segments = 'two' } = options;
  const diagnostics: SourceDiagnostic[] = [];
  const table = new SymbolTable(objects.map(inputObject), diagnostics);
  const inputs = [...table.objects.flatMap((object) => object.sections), ...table.made];
  if (options.dropUnreachable === true) markReachable(table, inputs, [entry, ...(options.keep ?? [])]);

  const joined = joinSections(inputs);
  const layoutOf = (): Layout => {
    const layout = layOutImage(joined, { imageBase, dataAddress, segments });
    provideSymbols(table, layout.sections, imageBase);
    return layout;
  };
  const relocator = new Relocator(table, new Veneers(), diagnostics);
  const layout = layOutWithVeneers(inputs, layoutOf, relocator);
  const sections = layout.sections.map((section) => ({ ...section, data: relocator.contentOf(section) }));

  const start = table.globals.get(entry);
  if (start === undefined) diagnostics.push(linkError('', `cannot find entry symbol ${entry}`));
  else if (start.section === null || !isExecutable(start.section.section)) diagnostics.push(linkError('', `entry symbol ${entry} is not in a section of code`));
  checkSpace(layout, diagnostics);
  const map = mapText(layout.sections, inputs.filter(({ isLive }) => !isLive), table);
  if (start === undefined || hasErrors(diagnostics)) return { bytes: null, diagnostics, map };
  const symbols = options.symbols === false ? [] : new SymbolOutput(table, layout.sections).all();
  return { bytes: writeExecutable({ entry: symbolAddress(start), segments: layout.segments, sections, symbols }), diagnostics, map };
}

/** Segments must not overlap and must end below the top of the address space. */
function checkSpace({ segments }: Layout, diagnostics: SourceDiagnostic[]): void {
  let end = 0;
  for (const { va, memoryLength } of segments) {
    if (memoryLength === 0) continue;
    if (va < end) diagnostics.push(linkError('', `segment at 0x${va.toString(16)} overlaps the one before it, which ends at 0x${end.toString(16)}`));
    end = va + memoryLength;
    if (end > 2 ** 32) diagnostics.push(linkError('', `segment at 0x${va.toString(16)} with 0x${memoryLength.toString(16)} bytes does not fit in the address space`));
  }
}
