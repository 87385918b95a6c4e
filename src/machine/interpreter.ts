/**
 * The loop that executes instructions: nothing else is in this file.
 *
 * It runs decoded code (decoded-code.ts): each instruction is two words, `fields` with operation and registers, and the
 * immediate `imm`. Locals that are copies of machine state, and when they are valid:
 *
 *   pc      address at which the next page is entered; inside the inner loop it is stale and follows from ip
 *   ip      index in `code` of the instruction after the current one; the current one is at ip - 2
 *   base    address of an instruction minus twice its index: twice ip plus base is the address after the current one
 *   left    instructions that may still be executed, the current one already taken off
 *   extra   cycles beyond those of plain instructions
 *
 * pc, left and extra are written back once, at the end. Everything else (registers, RAM, TLB, fault record) is the machine's
 * own and always current. The one rule: every access that may fault comes before the first write of its case, and a fault
 * leaves by `break instructions`, which takes the current instruction back. So a fault needs no undoing.
 *
 * An access first compares a fast tag (fast-tags.ts), which settles page, permission and alignment in one comparison; the
 * rest is the MMU's slow path. Within a page, fetching needs no look-up: the fetch array changes only by a fetch miss, which
 * is a change of page, or by the kernel, which runs between calls of this function.
 */
import { assertNever } from '../base/assert.ts';
import { type DefinedOp, Op } from '../isa/opcodes.ts';
import type { Cpu } from './cpu.ts';
import { Decoded, Internal } from './decoded-code.ts';
import { Access, Exit } from './exit.ts';
import { FastTag } from './fast-tags.ts';
import { classifyDouble, classifySingle, FloatBits, maximum, minimum, readSingle, readSingleBits, toInt32, toUint32, writeDouble, writeSingle, writeSingleBits } from './float.ts';
import { Paging } from './pte.ts';
import { RegisterIndex, Reservation } from './register-file.ts';

/** Distances of addresses and indices around the current instruction, whose index is ip - Back. */
const enum Step {
  Back = Decoded.Stride,
  Bytes = 4,
}

/** Executes at most `budget` instructions, less than 2^31. {@link Cpu.run} says what it returns. */
export function interpret(cpu: Cpu, budget: number): Exit {
  const { x, f, fWords, registers, mmu, decoded } = cpu;
  const { code, slots } = decoded;
  const { bytes, signedBytes, halves, signedHalves, words } = cpu.memory;
  const { tags: fetchTags, addends: fetchAddends } = mmu.fastTags[Access.Fetch];
  const { tags: loadTags, addends: loadAddends } = mmu.fastTags[Access.Load];
  const { tags: storeTags, addends: storeAddends } = mmu.fastTags[Access.Store];
  const multiplyExtra = cpu.costs.multiply - cpu.costs.instruction;
  const divideExtra = cpu.costs.divide - cpu.costs.instruction;

  let pc = registers[RegisterIndex.Pc];
  let left = budget;
  let extra = 0;
  let exit = Exit.Budget;

  page: while (left > 0) {
    // Enter the page of pc.
    const tag = ((pc >>> FastTag.PageShift) ^ (pc >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
    const pa = fetchTags[tag] === (pc & FastTag.WordMask) ? (pc + fetchAddends[tag]) | 0 : mmu.translateFetch(pc);
    if (pa < 0) {
      exit = mmu.fault.exit;
      break;
    }
    const pfn = pa >>> Paging.PageShift;
    const slot = slots[pfn] >= 0 ? slots[pfn] : decoded.takeSlot(pfn);
    let ip = slot + ((pa & Paging.OffsetMask) >>> Decoded.ByteShift);
    const base = (pc - (ip << Decoded.ByteShift)) | 0;

    instructions: for (;;) {
      if (left === 0) {
        pc = ((ip << Decoded.ByteShift) + base) | 0;
        break page;
      }
      left--;
      const fields = code[ip];
      const imm = code[ip + 1];
      ip += Decoded.Stride;
      const rd = (fields >>> Decoded.RdShift) & Decoded.RegisterMask;
      const rs1 = (fields >>> Decoded.Rs1Shift) & Decoded.RegisterMask;
      const rs2 = fields >>> Decoded.Rs2Shift;

      const operation = (fields & Decoded.OperationMask) as Executable;
      switch (operation) {
        // Upper immediates and jumps
        case Op.Lui:
          x[rd] = imm;
          continue;
        case Op.Auipc:
          x[rd] = (ip << Decoded.ByteShift) + base - Step.Bytes + imm;
          continue;
        case Op.Jal:
          x[rd] = (ip << Decoded.ByteShift) + base;
          ip += imm;
          continue;
        case Op.Jalr: {
          const here = ((ip << Decoded.ByteShift) + base - Step.Bytes) | 0;
          const target = (x[rs1] + imm) & ~1;
          x[rd] = here + Step.Bytes;
          if (((target ^ here) & FastTag.WordMask) === 0) {
            ip += ((target - here) >> Decoded.ByteShift) - Decoded.Stride;
            continue;
          }
          pc = target;
          continue page;
        }

        // Branches
        case Op.Beq:
          if (x[rd] === x[rs1]) ip += imm;
          continue;
        case Op.Bne:
          if (x[rd] !== x[rs1]) ip += imm;
          continue;
        case Op.Blt:
          if (x[rd] < x[rs1]) ip += imm;
          continue;
        case Op.Bge:
          if (x[rd] >= x[rs1]) ip += imm;
          continue;
        case Op.Bltu:
          if (x[rd] >>> 0 < x[rs1] >>> 0) ip += imm;
          continue;
        case Op.Bgeu:
          if (x[rd] >>> 0 >= x[rs1] >>> 0) ip += imm;
          continue;

        // Loads
        case Op.Lb: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.ByteMask)) x[rd] = signedBytes[(va + loadAddends[tag]) | 0];
          else if (mmu.load(va, 1)) x[rd] = (mmu.low << 24) >> 24;
          else break instructions;
          continue;
        }
        case Op.Lh: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.HalfMask)) x[rd] = signedHalves[(va + loadAddends[tag]) >>> 1];
          else if (mmu.load(va, 2)) x[rd] = (mmu.low << 16) >> 16;
          else break instructions;
          continue;
        }
        case Op.Lw: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.WordMask)) x[rd] = words[(va + loadAddends[tag]) >>> 2];
          else if (mmu.load(va, 4)) x[rd] = mmu.low;
          else break instructions;
          continue;
        }
        case Op.Lbu: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.ByteMask)) x[rd] = bytes[(va + loadAddends[tag]) | 0];
          else if (mmu.load(va, 1)) x[rd] = mmu.low;
          else break instructions;
          continue;
        }
        case Op.Lhu: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.HalfMask)) x[rd] = halves[(va + loadAddends[tag]) >>> 1];
          else if (mmu.load(va, 2)) x[rd] = mmu.low;
          else break instructions;
          continue;
        }

        // Stores
        case Op.Sb: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (storeTags[tag] === (va & FastTag.ByteMask)) bytes[(va + storeAddends[tag]) | 0] = x[rd];
          else if (!mmu.store(va, 1, x[rd], 0)) break instructions;
          continue;
        }
        case Op.Sh: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (storeTags[tag] === (va & FastTag.HalfMask)) halves[(va + storeAddends[tag]) >>> 1] = x[rd];
          else if (!mmu.store(va, 2, x[rd], 0)) break instructions;
          continue;
        }
        case Op.Sw: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (storeTags[tag] === (va & FastTag.WordMask)) words[(va + storeAddends[tag]) >>> 2] = x[rd];
          else if (!mmu.store(va, 4, x[rd], 0)) break instructions;
          continue;
        }

        // Integer arithmetic with an immediate
        case Op.Addi:
          x[rd] = x[rs1] + imm;
          continue;
        case Op.Slti:
          x[rd] = x[rs1] < imm ? 1 : 0;
          continue;
        case Op.Sltiu:
          x[rd] = x[rs1] >>> 0 < imm >>> 0 ? 1 : 0;
          continue;
        case Op.Xori:
          x[rd] = x[rs1] ^ imm;
          continue;
        case Op.Ori:
          x[rd] = x[rs1] | imm;
          continue;
        case Op.Andi:
          x[rd] = x[rs1] & imm;
          continue;
        case Op.Slli:
          x[rd] = x[rs1] << imm;
          continue;
        case Op.Srli:
          x[rd] = x[rs1] >>> imm;
          continue;
        case Op.Srai:
          x[rd] = x[rs1] >> imm;
          continue;

        // Integer arithmetic
        case Op.Add:
          x[rd] = x[rs1] + x[rs2];
          continue;
        case Op.Sub:
          x[rd] = x[rs1] - x[rs2];
          continue;
        case Op.Sll:
          x[rd] = x[rs1] << x[rs2];
          continue;
        case Op.Slt:
          x[rd] = x[rs1] < x[rs2] ? 1 : 0;
          continue;
        case Op.Sltu:
          x[rd] = x[rs1] >>> 0 < x[rs2] >>> 0 ? 1 : 0;
          continue;
        case Op.Xor:
          x[rd] = x[rs1] ^ x[rs2];
          continue;
        case Op.Srl:
          x[rd] = x[rs1] >>> x[rs2];
          continue;
        case Op.Sra:
          x[rd] = x[rs1] >> x[rs2];
          continue;
        case Op.Or:
          x[rd] = x[rs1] | x[rs2];
          continue;
        case Op.And:
          x[rd] = x[rs1] & x[rs2];
          continue;

        // Environment
        case Op.Fence:
        case Op.FenceI:
          // Accesses are in order and decoded code is always coherent.
          continue;
        case Op.Ecall:
          exit = Exit.Syscall;
          break instructions;
        case Op.Ebreak:
          exit = Exit.Breakpoint;
          break instructions;

        // Multiply and divide
        case Op.Mul:
          x[rd] = Math.imul(x[rs1], x[rs2]);
          extra += multiplyExtra;
          continue;
        case Op.Mulh:
          x[rd] = mulh(x[rs1], x[rs2]);
          extra += multiplyExtra;
          continue;
        case Op.Mulhsu:
          x[rd] = mulhsu(x[rs1], x[rs2]);
          extra += multiplyExtra;
          continue;
        case Op.Mulhu:
          x[rd] = mulhu(x[rs1], x[rs2]);
          extra += multiplyExtra;
          continue;
        case Op.Div: {
          const divisor = x[rs2];
          x[rd] = divisor === 0 ? -1 : (x[rs1] / divisor) | 0;
          extra += divideExtra;
          continue;
        }
        case Op.Divu: {
          const divisor = x[rs2] >>> 0;
          x[rd] = divisor === 0 ? -1 : ((x[rs1] >>> 0) / divisor) >>> 0;
          extra += divideExtra;
          continue;
        }
        case Op.Rem: {
          const divisor = x[rs2];
          x[rd] = divisor === 0 ? x[rs1] : (x[rs1] % divisor) | 0;
          extra += divideExtra;
          continue;
        }
        case Op.Remu: {
          const divisor = x[rs2] >>> 0;
          x[rd] = divisor === 0 ? x[rs1] : (x[rs1] >>> 0) % divisor;
          extra += divideExtra;
          continue;
        }

        // Atomics
        case Op.LrW: {
          const va = x[rs1];
          const pa = mmu.translateAtomic(va, 4, Access.Load);
          if (pa < 0) break instructions;
          const value = words[pa >>> 2];
          registers[RegisterIndex.ReservationVa] = va;
          registers[RegisterIndex.ReservationValue] = value;
          x[rd] = value;
          continue;
        }
        case Op.ScW: {
          const va = x[rs1];
          const pa = mmu.translateAtomic(va, 4, Access.Store);
          if (pa < 0) break instructions;
          const holds = registers[RegisterIndex.ReservationVa] === va && words[pa >>> 2] === registers[RegisterIndex.ReservationValue];
          if (holds) words[pa >>> 2] = x[rs2];
          registers[RegisterIndex.ReservationVa] = Reservation.None;
          x[rd] = holds ? 0 : 1;
          continue;
        }
        case Op.AmoswapW:
        case Op.AmoaddW:
        case Op.AmoxorW:
        case Op.AmoandW:
        case Op.AmoorW:
        case Op.AmominW:
        case Op.AmomaxW:
        case Op.AmominuW:
        case Op.AmomaxuW: {
          const pa = mmu.translateAtomic(x[rs1], 4, Access.Store);
          if (pa < 0) break instructions;
          const old = words[pa >>> 2];
          words[pa >>> 2] = combine(operation, old, x[rs2]);
          x[rd] = old;
          continue;
        }
        case Op.AmocasW: {
          const pa = mmu.translateAtomic(x[rs1], 4, Access.Store);
          if (pa < 0) break instructions;
          const old = words[pa >>> 2];
          // The sink stands for x0, which reads 0.
          if (old === (rd === RegisterIndex.Sink ? 0 : x[rd])) words[pa >>> 2] = x[rs2];
          x[rd] = old;
          continue;
        }
        case Op.AmocasD: {
          const pa = mmu.translateAtomic(x[rs1], 8, Access.Store);
          if (pa < 0) break instructions;
          const low = words[pa >>> 2];
          const high = words[(pa >>> 2) + 1];
          // The pair of x0 reads 0 in both halves and takes no result.
          if (low === x[rd] && high === (rd === 0 ? 0 : x[rd + 1])) {
            words[pa >>> 2] = x[rs2];
            words[(pa >>> 2) + 1] = rs2 === 0 ? 0 : x[rs2 + 1];
          }
          if (rd === 0) continue;
          x[rd] = low;
          x[rd + 1] = high;
          continue;
        }

        // float32
        case Op.Flw: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.WordMask)) writeSingleBits(cpu, rd, words[(va + loadAddends[tag]) >>> 2]);
          else if (mmu.load(va, 4)) writeSingleBits(cpu, rd, mmu.low);
          else break instructions;
          continue;
        }
        case Op.Fsw: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          const value = fWords[rd << 1];
          if (storeTags[tag] === (va & FastTag.WordMask)) words[(va + storeAddends[tag]) >>> 2] = value;
          else if (!mmu.store(va, 4, value, 0)) break instructions;
          continue;
        }
        case Op.FaddS:
          writeSingle(cpu, rd, readSingle(cpu, rs1) + readSingle(cpu, rs2));
          continue;
        case Op.FsubS:
          writeSingle(cpu, rd, readSingle(cpu, rs1) - readSingle(cpu, rs2));
          continue;
        case Op.FmulS:
          writeSingle(cpu, rd, readSingle(cpu, rs1) * readSingle(cpu, rs2));
          extra += multiplyExtra;
          continue;
        case Op.FdivS:
          writeSingle(cpu, rd, readSingle(cpu, rs1) / readSingle(cpu, rs2));
          extra += divideExtra;
          continue;
        case Op.FsqrtS:
          writeSingle(cpu, rd, Math.sqrt(readSingle(cpu, rs1)));
          extra += divideExtra;
          continue;
        case Op.FsgnjS: {
          const magnitude = readSingleBits(cpu, rs1) & FloatBits.Magnitude;
          writeSingleBits(cpu, rd, magnitude | (readSingleBits(cpu, rs2) & FloatBits.Sign));
          continue;
        }
        case Op.FsgnjnS: {
          const magnitude = readSingleBits(cpu, rs1) & FloatBits.Magnitude;
          writeSingleBits(cpu, rd, magnitude | (~readSingleBits(cpu, rs2) & FloatBits.Sign));
          continue;
        }
        case Op.FsgnjxS: {
          const bits = readSingleBits(cpu, rs1);
          writeSingleBits(cpu, rd, bits ^ (readSingleBits(cpu, rs2) & FloatBits.Sign));
          continue;
        }
        case Op.FminS:
          writeSingle(cpu, rd, minimum(readSingle(cpu, rs1), readSingle(cpu, rs2)));
          continue;
        case Op.FmaxS:
          writeSingle(cpu, rd, maximum(readSingle(cpu, rs1), readSingle(cpu, rs2)));
          continue;
        case Op.FeqS:
          x[rd] = readSingle(cpu, rs1) === readSingle(cpu, rs2) ? 1 : 0;
          continue;
        case Op.FltS:
          x[rd] = readSingle(cpu, rs1) < readSingle(cpu, rs2) ? 1 : 0;
          continue;
        case Op.FleS:
          x[rd] = readSingle(cpu, rs1) <= readSingle(cpu, rs2) ? 1 : 0;
          continue;
        case Op.FclassS:
          x[rd] = classifySingle(readSingleBits(cpu, rs1));
          continue;
        case Op.FcvtWS:
          x[rd] = toInt32(readSingle(cpu, rs1), imm);
          continue;
        case Op.FcvtWuS:
          x[rd] = toUint32(readSingle(cpu, rs1), imm);
          continue;
        case Op.FcvtSW:
          writeSingle(cpu, rd, x[rs1]);
          continue;
        case Op.FcvtSWu:
          writeSingle(cpu, rd, x[rs1] >>> 0);
          continue;
        case Op.FmvXW:
          x[rd] = fWords[rs1 << 1];
          continue;
        case Op.FmvWX:
          writeSingleBits(cpu, rd, x[rs1]);
          continue;

        // float64
        case Op.Fld: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          const fd = rd << 1;
          if (loadTags[tag] === (va & FastTag.WordMask) && (va & Paging.OffsetMask) <= FastTag.LastDouble) {
            const index = (va + loadAddends[tag]) >>> 2;
            fWords[fd] = words[index];
            fWords[fd + 1] = words[index + 1];
          } else if (mmu.load(va, 8)) {
            fWords[fd] = mmu.low;
            fWords[fd + 1] = mmu.high;
          } else break instructions;
          continue;
        }
        case Op.Fsd: {
          const va = (x[rs1] + imm) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          const fd = rd << 1;
          if (storeTags[tag] === (va & FastTag.WordMask) && (va & Paging.OffsetMask) <= FastTag.LastDouble) {
            const index = (va + storeAddends[tag]) >>> 2;
            words[index] = fWords[fd];
            words[index + 1] = fWords[fd + 1];
          } else if (!mmu.store(va, 8, fWords[fd], fWords[fd + 1])) break instructions;
          continue;
        }
        case Op.FaddD:
          writeDouble(cpu, rd, f[rs1] + f[rs2]);
          continue;
        case Op.FsubD:
          writeDouble(cpu, rd, f[rs1] - f[rs2]);
          continue;
        case Op.FmulD:
          writeDouble(cpu, rd, f[rs1] * f[rs2]);
          extra += multiplyExtra;
          continue;
        case Op.FdivD:
          writeDouble(cpu, rd, f[rs1] / f[rs2]);
          extra += divideExtra;
          continue;
        case Op.FsqrtD:
          writeDouble(cpu, rd, Math.sqrt(f[rs1]));
          extra += divideExtra;
          continue;
        case Op.FsgnjD: {
          const fd = rd << 1;
          const fs1 = rs1 << 1;
          const sign = fWords[(rs2 << 1) + 1] & FloatBits.Sign;
          fWords[fd + 1] = (fWords[fs1 + 1] & FloatBits.Magnitude) | sign;
          fWords[fd] = fWords[fs1];
          continue;
        }
        case Op.FsgnjnD: {
          const fd = rd << 1;
          const fs1 = rs1 << 1;
          const sign = ~fWords[(rs2 << 1) + 1] & FloatBits.Sign;
          fWords[fd + 1] = (fWords[fs1 + 1] & FloatBits.Magnitude) | sign;
          fWords[fd] = fWords[fs1];
          continue;
        }
        case Op.FsgnjxD: {
          const fd = rd << 1;
          const fs1 = rs1 << 1;
          const sign = fWords[(rs2 << 1) + 1] & FloatBits.Sign;
          fWords[fd + 1] = fWords[fs1 + 1] ^ sign;
          fWords[fd] = fWords[fs1];
          continue;
        }
        case Op.FminD:
          writeDouble(cpu, rd, minimum(f[rs1], f[rs2]));
          continue;
        case Op.FmaxD:
          writeDouble(cpu, rd, maximum(f[rs1], f[rs2]));
          continue;
        case Op.FeqD:
          x[rd] = f[rs1] === f[rs2] ? 1 : 0;
          continue;
        case Op.FltD:
          x[rd] = f[rs1] < f[rs2] ? 1 : 0;
          continue;
        case Op.FleD:
          x[rd] = f[rs1] <= f[rs2] ? 1 : 0;
          continue;
        case Op.FclassD: {
          const fs1 = rs1 << 1;
          x[rd] = classifyDouble(fWords[fs1], fWords[fs1 + 1]);
          continue;
        }
        case Op.FcvtWD:
          x[rd] = toInt32(f[rs1], imm);
          continue;
        case Op.FcvtWuD:
          x[rd] = toUint32(f[rs1], imm);
          continue;
        case Op.FcvtDW:
          f[rd] = x[rs1];
          continue;
        case Op.FcvtDWu:
          f[rd] = x[rs1] >>> 0;
          continue;
        case Op.FcvtSD:
          writeSingle(cpu, rd, f[rs1]);
          continue;
        case Op.FcvtDS:
          writeDouble(cpu, rd, readSingle(cpu, rs1));
          continue;

        // Indexed loads and stores: imm is the scale
        case Op.Lbux: {
          const va = (x[rs1] + (x[rs2] << imm)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.ByteMask)) x[rd] = bytes[(va + loadAddends[tag]) | 0];
          else if (mmu.load(va, 1)) x[rd] = mmu.low;
          else break instructions;
          continue;
        }
        case Op.Lwx: {
          const va = (x[rs1] + (x[rs2] << imm)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.WordMask)) x[rd] = words[(va + loadAddends[tag]) >>> 2];
          else if (mmu.load(va, 4)) x[rd] = mmu.low;
          else break instructions;
          continue;
        }
        case Op.Fldx: {
          const va = (x[rs1] + (x[rs2] << imm)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          const fd = rd << 1;
          if (loadTags[tag] === (va & FastTag.WordMask) && (va & Paging.OffsetMask) <= FastTag.LastDouble) {
            const index = (va + loadAddends[tag]) >>> 2;
            fWords[fd] = words[index];
            fWords[fd + 1] = words[index + 1];
          } else if (mmu.load(va, 8)) {
            fWords[fd] = mmu.low;
            fWords[fd + 1] = mmu.high;
          } else break instructions;
          continue;
        }
        case Op.Sbx: {
          const va = (x[rs1] + (x[rs2] << imm)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (storeTags[tag] === (va & FastTag.ByteMask)) bytes[(va + storeAddends[tag]) | 0] = x[rd];
          else if (!mmu.store(va, 1, x[rd], 0)) break instructions;
          continue;
        }
        case Op.Swx: {
          const va = (x[rs1] + (x[rs2] << imm)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (storeTags[tag] === (va & FastTag.WordMask)) words[(va + storeAddends[tag]) >>> 2] = x[rd];
          else if (!mmu.store(va, 4, x[rd], 0)) break instructions;
          continue;
        }
        case Op.Fsdx: {
          const va = (x[rs1] + (x[rs2] << imm)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          const fd = rd << 1;
          if (storeTags[tag] === (va & FastTag.WordMask) && (va & Paging.OffsetMask) <= FastTag.LastDouble) {
            const index = (va + storeAddends[tag]) >>> 2;
            words[index] = fWords[fd];
            words[index + 1] = fWords[fd + 1];
          } else if (!mmu.store(va, 8, fWords[fd], fWords[fd + 1])) break instructions;
          continue;
        }

        // Marks in decoded code: none of them counts as an instruction
        case Internal.Undecoded:
          left++;
          ip -= Step.Back;
          decoded.decodeAt(pfn, ip);
          continue;
        case Internal.PageEnd:
          left++;
          pc = ((ip - Step.Back) << Decoded.ByteShift) + base;
          continue page;
        case Internal.BranchFar:
          if (!isTaken(rs2 as Comparison, x[rd], x[rs1])) continue;
          pc = ((ip << Decoded.ByteShift) + base - Step.Bytes + imm) | 0;
          continue page;
        case Internal.JalFar:
          pc = ((ip << Decoded.ByteShift) + base - Step.Bytes + imm) | 0;
          x[rd] = (ip << Decoded.ByteShift) + base;
          continue page;
        case Internal.Probe:
          exit = Exit.Probe;
          break instructions;
        case Internal.Illegal:
          mmu.refuseInstruction((((ip - Step.Back) << Decoded.ByteShift) + base) >>> 0);
          break instructions;

        default:
          assertNever(operation);
      }
    }

    // The instruction at ip - 2 has not happened; unless a case said otherwise, the fault record tells why.
    if (exit === Exit.Budget) exit = mmu.fault.exit;
    left++;
    pc = (((ip - Step.Back) << Decoded.ByteShift) + base) | 0;
    break;
  }

  const executed = budget - left;
  registers[RegisterIndex.Pc] = pc;
  cpu.retired += executed;
  cpu.clock.cycles += executed * cpu.costs.instruction + extra;
  return exit;
}

/** What a decoded instruction can be: reserved rows decode to Illegal. */
type Executable = Exclude<DefinedOp, Reserved> | Internal;
type Reserved =
  | Op.Csrrw | Op.Csrrs | Op.Csrrc | Op.Csrrwi | Op.Csrrsi | Op.Csrrci
  | Op.FmaddS | Op.FmsubS | Op.FnmsubS | Op.FnmaddS | Op.FmaddD | Op.FmsubD | Op.FnmsubD | Op.FnmaddD;

type Comparison = Op.Beq | Op.Bne | Op.Blt | Op.Bge | Op.Bltu | Op.Bgeu;

function isTaken(op: Comparison, left: number, right: number): boolean {
  switch (op) {
    case Op.Beq: return left === right;
    case Op.Bne: return left !== right;
    case Op.Blt: return left < right;
    case Op.Bge: return left >= right;
    case Op.Bltu: return left >>> 0 < right >>> 0;
    case Op.Bgeu: return left >>> 0 >= right >>> 0;
    default: return assertNever(op);
  }
}

type ReadModifyWrite = Op.AmoswapW | Op.AmoaddW | Op.AmoxorW | Op.AmoandW | Op.AmoorW | Op.AmominW | Op.AmomaxW | Op.AmominuW | Op.AmomaxuW;

/** What an atomic read-modify-write stores. */
function combine(op: ReadModifyWrite, old: number, operand: number): number {
  switch (op) {
    case Op.AmoswapW: return operand;
    case Op.AmoaddW: return (old + operand) | 0;
    case Op.AmoxorW: return old ^ operand;
    case Op.AmoandW: return old & operand;
    case Op.AmoorW: return old | operand;
    case Op.AmominW: return Math.min(old, operand);
    case Op.AmomaxW: return Math.max(old, operand);
    case Op.AmominuW: return old >>> 0 < operand >>> 0 ? old : operand;
    case Op.AmomaxuW: return old >>> 0 > operand >>> 0 ? old : operand;
    default: return assertNever(op);
  }
}

/** High word of the unsigned product, from products of 16-bit halves that stay exact. */
function mulhu(left: number, right: number): number {
  const leftLow = left & 0xffff;
  const leftHigh = left >>> 16;
  const rightLow = right & 0xffff;
  const rightHigh = right >>> 16;
  const middle = leftHigh * rightLow + ((leftLow * rightLow) >>> 16);
  const other = leftLow * rightHigh + (middle & 0xffff);
  return (leftHigh * rightHigh + (middle >>> 16) + (other >>> 16)) | 0;
}

/** A negative factor is 2^32 less than its unsigned reading, which takes the other factor off the high word. */
const mulhsu = (left: number, right: number): number => (mulhu(left, right) - (left < 0 ? right : 0)) | 0;
const mulh = (left: number, right: number): number => (mulhsu(left, right) - (right < 0 ? left : 0)) | 0;
