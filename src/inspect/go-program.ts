/** A Go program as its executable describes it: names and types, functions, probes. */
import { ElfFormatError } from '../elf/elf-format-error.ts';
import { readFileCauses } from '../elf/file-causes.ts';
import { type ProbeSite, readProbes } from '../elf/probe-notes.ts';
import { DebugInfo, DebugInfoError } from '../toolchain/dwarf/debug-info.ts';
import { FunctionTable } from '../toolchain/go/function-table-reader.ts';

export class GoProgram {
  private constructor(
    readonly info: DebugInfo,
    readonly functions: FunctionTable,
    private readonly probes: readonly ProbeSite[],
    /** What files of the runtime are for, by path: `mark`, `allocator`. */
    readonly causes: ReadonlyMap<string, string>,
  ) {}

  /** Null if the executable is not a Go program's, or lacks its debugging information. */
  static of(executable: Uint8Array): GoProgram | null {
    try {
      const functions = FunctionTable.of(executable);
      const info = DebugInfo.of(executable);
      return functions === null || !info.hasVariable('runtime.mheap_') ? null : new GoProgram(info, functions, readProbes(executable), readFileCauses(executable));
    } catch (error) {
      if (error instanceof ElfFormatError) return null;
      throw error;
    }
  }

  /** The places of a probe of the runtime. Throws DebugInfoError if there are none. */
  probe(name: string): ProbeSite[] {
    const sites = this.probes.filter((site) => site.provider === 'runtime' && site.name === name);
    if (sites.length === 0) throw new DebugInfoError(`the program has no probe ${name}`);
    return sites;
  }
}
