/**
 * Which functions and variables a program uses, in the order of their first use: what the linker needs to know to put together what
 * is used together. The program runs instruction by instruction; where loads and stores go is told by the registers before each.
 */
import { SymbolType } from '../abi/elf32.ts';
import { readExecutableSections, type ElfSymbol } from '../elf/read-sections.ts';
import { imm15Of, opOf, rmOf, rs1Of, rs2Of } from '../isa/encoding.ts';
import { Flag, Format } from '../isa/opcodes.ts';
import { infoOf } from '../isa/operands.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { run } from '../kernel/run-loop.ts';
import type { Cpu } from '../machine/cpu.ts';

/** Larger data takes pages of its own wherever it lies. */
const LARGEST_DATUM = 2048;

/** The address that a load or store goes to; null for other instructions. */
function addressOf(word: number, { x }: Cpu): number | null {
  const info = infoOf(opOf(word));
  if (info === undefined || (info.flags & (Flag.Load | Flag.Store)) === 0) return null;
  const base = x[rs1Of(word)]!;
  if (info.format === Format.I) return (base + imm15Of(word)) >>> 0;
  return ((info.flags & Flag.Atomic) !== 0 ? base : base + (x[rs2Of(word)]! << rmOf(word))) >>> 0;
}

/** Looks symbols up by any address in them. */
class SymbolMap {
  private readonly sorted: readonly ElfSymbol[];

  constructor(symbols: readonly ElfSymbol[]) {
    const isWanted = ({ type, length }: ElfSymbol): boolean => type === SymbolType.Func || (type === SymbolType.Object && length > 0 && length <= LARGEST_DATUM);
    this.sorted = symbols.filter(isWanted).sort((a, b) => a.value - b.value);
  }

  at(va: number): ElfSymbol | null {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle]!.value <= va) low = middle + 1;
      else high = middle;
    }
    const symbol = this.sorted[low - 1];
    return symbol !== undefined && va < symbol.value + symbol.length ? symbol : null;
  }
}

/** Runs the program that a kernel of one CPU has been started with, `executable`, and names the symbols that it uses. */
export function symbolsInOrderOfUse(kernel: Kernel, executable: Uint8Array): string[] {
  const { symbols, sections } = readExecutableSections(executable);
  const text = sections.find(({ name }) => name === '.text')!;
  const words = new DataView(executable.buffer, executable.byteOffset + text.offset, text.length);
  const map = new SymbolMap(symbols);
  const used = new Set<string>();
  const use = (va: number): void => {
    const symbol = map.at(va);
    if (symbol !== null) used.add(symbol.name);
  };
  const cpu = kernel.machine.cpus[0]!;
  for (let count = 0; run(kernel, { instructions: count }).reason === 'instructions'; count++) {
    const at = cpu.pc - text.va;
    if (at < 0 || at >= text.length) continue;
    use(cpu.pc);
    const address = addressOf(words.getInt32(at, true), cpu);
    if (address !== null) use(address);
  }
  return [...used];
}
