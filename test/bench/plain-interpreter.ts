/**
 * What the interpreter is measured against: a plain switch that fetches and decodes every word afresh, over the same TLB and
 * fast tags. It knows the integer instructions that the loops of the benchmark use.
 */
import { imm15Of, imm20Of, opOf, rdOf, rs1Of, rs2Of } from '../../src/isa/encoding.ts';
import { Op } from '../../src/isa/opcodes.ts';
import type { Cpu } from '../../src/machine/cpu.ts';
import { Access, Exit } from '../../src/machine/exit.ts';
import { FastTag } from '../../src/machine/fast-tags.ts';
import { RegisterIndex } from '../../src/machine/register-file.ts';

// Bound here, imported functions cost nothing in the loop.
const { rd: rdIn, rs1: rs1In, rs2: rs2In, imm15: imm15In, imm20: imm20In, op: opIn } = { rd: rdOf, rs1: rs1Of, rs2: rs2Of, imm15: imm15Of, imm20: imm20Of, op: opOf };

/** Executes at most `budget` instructions; stops before what it does not know with Exit.IllegalInstruction. */
export function plainInterpret(cpu: Cpu, budget: number): Exit {
  const { x, registers, mmu } = cpu;
  const { bytes, words } = cpu.memory;
  const { tags: fetchTags, addends: fetchAddends } = mmu.fastTags[Access.Fetch];
  const { tags: loadTags, addends: loadAddends } = mmu.fastTags[Access.Load];
  const { tags: storeTags, addends: storeAddends } = mmu.fastTags[Access.Store];
  let pc = registers[RegisterIndex.Pc];
  let left = budget;
  let exit = Exit.Budget;

  while (left > 0) {
    const tag = ((pc >>> 12) ^ (pc >>> 22)) & FastTag.IndexMask;
    const pa = fetchTags[tag] === (pc & FastTag.WordMask) ? (pc + fetchAddends[tag]) | 0 : mmu.translateFetch(pc);
    if (pa < 0) {
      exit = mmu.fault.exit;
      break;
    }
    const word = words[pa >>> 2];
    const rd = rdIn(word);
    const rs1 = rs1In(word);
    let next = (pc + 4) | 0;
    switch (opIn(word)) {
      case Op.Lui: x[rd] = imm20In(word) << 12; break;
      case Op.Auipc: x[rd] = pc + (imm20In(word) << 12); break;
      case Op.Jal: x[rd] = next; next = (pc + imm20In(word) * 4) | 0; break;
      case Op.Jalr: { const target = (x[rs1] + imm15In(word)) & ~1; x[rd] = next; next = target; break; }
      case Op.Beq: if (x[rd] === x[rs1]) next = (pc + imm15In(word) * 4) | 0; break;
      case Op.Bne: if (x[rd] !== x[rs1]) next = (pc + imm15In(word) * 4) | 0; break;
      case Op.Blt: if (x[rd] < x[rs1]) next = (pc + imm15In(word) * 4) | 0; break;
      case Op.Bge: if (x[rd] >= x[rs1]) next = (pc + imm15In(word) * 4) | 0; break;
      case Op.Bltu: if (x[rd] >>> 0 < x[rs1] >>> 0) next = (pc + imm15In(word) * 4) | 0; break;
      case Op.Bgeu: if (x[rd] >>> 0 >= x[rs1] >>> 0) next = (pc + imm15In(word) * 4) | 0; break;
      case Op.Lw: {
        const va = (x[rs1] + imm15In(word)) | 0;
        const slot = ((va >>> 12) ^ (va >>> 22)) & FastTag.IndexMask;
        if (loadTags[slot] === (va & FastTag.WordMask)) x[rd] = words[(va + loadAddends[slot]) >>> 2];
        else if (mmu.load(va, 4)) x[rd] = mmu.low;
        else exit = mmu.fault.exit;
        break;
      }
      case Op.Sw: {
        const va = (x[rs1] + imm15In(word)) | 0;
        const slot = ((va >>> 12) ^ (va >>> 22)) & FastTag.IndexMask;
        if (storeTags[slot] === (va & FastTag.WordMask)) words[(va + storeAddends[slot]) >>> 2] = x[rd];
        else if (!mmu.store(va, 4, x[rd], 0)) exit = mmu.fault.exit;
        break;
      }
      case Op.Lbu: {
        const va = (x[rs1] + imm15In(word)) | 0;
        const slot = ((va >>> 12) ^ (va >>> 22)) & FastTag.IndexMask;
        if (loadTags[slot] === (va & FastTag.ByteMask)) x[rd] = bytes[(va + loadAddends[slot]) | 0];
        else if (mmu.load(va, 1)) x[rd] = mmu.low;
        else exit = mmu.fault.exit;
        break;
      }
      case Op.Sb: {
        const va = (x[rs1] + imm15In(word)) | 0;
        const slot = ((va >>> 12) ^ (va >>> 22)) & FastTag.IndexMask;
        if (storeTags[slot] === (va & FastTag.ByteMask)) bytes[(va + storeAddends[slot]) | 0] = x[rd];
        else if (!mmu.store(va, 1, x[rd], 0)) exit = mmu.fault.exit;
        break;
      }
      case Op.Addi: x[rd] = x[rs1] + imm15In(word); break;
      case Op.Slti: x[rd] = x[rs1] < imm15In(word) ? 1 : 0; break;
      case Op.Sltiu: x[rd] = x[rs1] >>> 0 < imm15In(word) >>> 0 ? 1 : 0; break;
      case Op.Xori: x[rd] = x[rs1] ^ imm15In(word); break;
      case Op.Ori: x[rd] = x[rs1] | imm15In(word); break;
      case Op.Andi: x[rd] = x[rs1] & imm15In(word); break;
      case Op.Slli: x[rd] = x[rs1] << imm15In(word); break;
      case Op.Srli: x[rd] = x[rs1] >>> imm15In(word); break;
      case Op.Srai: x[rd] = x[rs1] >> imm15In(word); break;
      case Op.Add: x[rd] = x[rs1] + x[rs2In(word)]; break;
      case Op.Sub: x[rd] = x[rs1] - x[rs2In(word)]; break;
      case Op.Sll: x[rd] = x[rs1] << x[rs2In(word)]; break;
      case Op.Slt: x[rd] = x[rs1] < x[rs2In(word)] ? 1 : 0; break;
      case Op.Sltu: x[rd] = x[rs1] >>> 0 < x[rs2In(word)] >>> 0 ? 1 : 0; break;
      case Op.Xor: x[rd] = x[rs1] ^ x[rs2In(word)]; break;
      case Op.Srl: x[rd] = x[rs1] >>> x[rs2In(word)]; break;
      case Op.Sra: x[rd] = x[rs1] >> x[rs2In(word)]; break;
      case Op.Or: x[rd] = x[rs1] | x[rs2In(word)]; break;
      case Op.And: x[rd] = x[rs1] & x[rs2In(word)]; break;
      case Op.Mul: x[rd] = Math.imul(x[rs1], x[rs2In(word)]); break;
      default: exit = Exit.IllegalInstruction;
    }
    if (exit !== Exit.Budget) break;
    x[0] = 0;
    pc = next;
    left--;
  }

  registers[RegisterIndex.Pc] = pc;
  cpu.retired += budget - left;
  cpu.clock.cycles += (budget - left) * cpu.costs.instruction;
  return exit;
}
