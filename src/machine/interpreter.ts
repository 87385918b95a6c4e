/**
 * The loop that executes instructions: nothing else is in this file.
 *
 * It runs decoded code (decoded-code.ts): each instruction is two words, `a` with operation and registers and `b` with the
 * immediate. Locals that are copies of machine state, and when they are valid:
 *
 *   pc      address at which the next page is entered; inside the inner loop it is stale and follows from ip
 *   ip      index in `code` of the instruction after the current one; the current one is at ip - 2
 *   base    address of an instruction minus twice its index: (ip << 1) + base is the address after the current one
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
      const a = code[ip];
      const b = code[ip + 1];
      ip += Decoded.Stride;

      const operation = (a & Decoded.OperationMask) as Executable;
      switch (operation) {
        // Upper immediates and jumps
        case Op.Lui:
          x[(a >>> 8) & 255] = b;
          continue;
        case Op.Auipc:
          x[(a >>> 8) & 255] = (ip << 1) + base - Step.Bytes + b;
          continue;
        case Op.Jal:
          x[(a >>> 8) & 255] = (ip << 1) + base;
          ip += b;
          continue;
        case Op.Jalr: {
          const here = ((ip << 1) + base - Step.Bytes) | 0;
          const target = (x[(a >>> 16) & 255] + b) & ~1;
          x[(a >>> 8) & 255] = here + Step.Bytes;
          if (((target ^ here) & FastTag.WordMask) === 0) {
            ip += ((target - here) >> Decoded.ByteShift) - Decoded.Stride;
            continue;
          }
          pc = target;
          continue page;
        }

        // Branches
        case Op.Beq:
          if (x[(a >>> 8) & 255] === x[(a >>> 16) & 255]) ip += b;
          continue;
        case Op.Bne:
          if (x[(a >>> 8) & 255] !== x[(a >>> 16) & 255]) ip += b;
          continue;
        case Op.Blt:
          if (x[(a >>> 8) & 255] < x[(a >>> 16) & 255]) ip += b;
          continue;
        case Op.Bge:
          if (x[(a >>> 8) & 255] >= x[(a >>> 16) & 255]) ip += b;
          continue;
        case Op.Bltu:
          if (x[(a >>> 8) & 255] >>> 0 < x[(a >>> 16) & 255] >>> 0) ip += b;
          continue;
        case Op.Bgeu:
          if (x[(a >>> 8) & 255] >>> 0 >= x[(a >>> 16) & 255] >>> 0) ip += b;
          continue;

        // Loads
        case Op.Lb: {
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.ByteMask)) x[(a >>> 8) & 255] = signedBytes[(va + loadAddends[tag]) | 0];
          else if (mmu.load(va, 1)) x[(a >>> 8) & 255] = (mmu.low << 24) >> 24;
          else break instructions;
          continue;
        }
        case Op.Lh: {
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.HalfMask)) x[(a >>> 8) & 255] = signedHalves[(va + loadAddends[tag]) >>> 1];
          else if (mmu.load(va, 2)) x[(a >>> 8) & 255] = (mmu.low << 16) >> 16;
          else break instructions;
          continue;
        }
        case Op.Lw: {
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.WordMask)) x[(a >>> 8) & 255] = words[(va + loadAddends[tag]) >>> 2];
          else if (mmu.load(va, 4)) x[(a >>> 8) & 255] = mmu.low;
          else break instructions;
          continue;
        }
        case Op.Lbu: {
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.ByteMask)) x[(a >>> 8) & 255] = bytes[(va + loadAddends[tag]) | 0];
          else if (mmu.load(va, 1)) x[(a >>> 8) & 255] = mmu.low;
          else break instructions;
          continue;
        }
        case Op.Lhu: {
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.HalfMask)) x[(a >>> 8) & 255] = halves[(va + loadAddends[tag]) >>> 1];
          else if (mmu.load(va, 2)) x[(a >>> 8) & 255] = mmu.low;
          else break instructions;
          continue;
        }

        // Stores
        case Op.Sb: {
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (storeTags[tag] === (va & FastTag.ByteMask)) bytes[(va + storeAddends[tag]) | 0] = x[(a >>> 8) & 255];
          else if (!mmu.store(va, 1, x[(a >>> 8) & 255], 0)) break instructions;
          continue;
        }
        case Op.Sh: {
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (storeTags[tag] === (va & FastTag.HalfMask)) halves[(va + storeAddends[tag]) >>> 1] = x[(a >>> 8) & 255];
          else if (!mmu.store(va, 2, x[(a >>> 8) & 255], 0)) break instructions;
          continue;
        }
        case Op.Sw: {
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (storeTags[tag] === (va & FastTag.WordMask)) words[(va + storeAddends[tag]) >>> 2] = x[(a >>> 8) & 255];
          else if (!mmu.store(va, 4, x[(a >>> 8) & 255], 0)) break instructions;
          continue;
        }

        // Integer arithmetic with an immediate
        case Op.Addi:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] + b;
          continue;
        case Op.Slti:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] < b ? 1 : 0;
          continue;
        case Op.Sltiu:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] >>> 0 < b >>> 0 ? 1 : 0;
          continue;
        case Op.Xori:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] ^ b;
          continue;
        case Op.Ori:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] | b;
          continue;
        case Op.Andi:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] & b;
          continue;
        case Op.Slli:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] << b;
          continue;
        case Op.Srli:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] >>> b;
          continue;
        case Op.Srai:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] >> b;
          continue;

        // Integer arithmetic
        case Op.Add:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] + x[a >>> 24];
          continue;
        case Op.Sub:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] - x[a >>> 24];
          continue;
        case Op.Sll:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] << x[a >>> 24];
          continue;
        case Op.Slt:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] < x[a >>> 24] ? 1 : 0;
          continue;
        case Op.Sltu:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] >>> 0 < x[a >>> 24] >>> 0 ? 1 : 0;
          continue;
        case Op.Xor:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] ^ x[a >>> 24];
          continue;
        case Op.Srl:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] >>> x[a >>> 24];
          continue;
        case Op.Sra:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] >> x[a >>> 24];
          continue;
        case Op.Or:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] | x[a >>> 24];
          continue;
        case Op.And:
          x[(a >>> 8) & 255] = x[(a >>> 16) & 255] & x[a >>> 24];
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
          x[(a >>> 8) & 255] = Math.imul(x[(a >>> 16) & 255], x[a >>> 24]);
          extra += multiplyExtra;
          continue;
        case Op.Mulh:
          x[(a >>> 8) & 255] = mulh(x[(a >>> 16) & 255], x[a >>> 24]);
          extra += multiplyExtra;
          continue;
        case Op.Mulhsu:
          x[(a >>> 8) & 255] = mulhsu(x[(a >>> 16) & 255], x[a >>> 24]);
          extra += multiplyExtra;
          continue;
        case Op.Mulhu:
          x[(a >>> 8) & 255] = mulhu(x[(a >>> 16) & 255], x[a >>> 24]);
          extra += multiplyExtra;
          continue;
        case Op.Div: {
          const divisor = x[a >>> 24];
          x[(a >>> 8) & 255] = divisor === 0 ? -1 : (x[(a >>> 16) & 255] / divisor) | 0;
          extra += divideExtra;
          continue;
        }
        case Op.Divu: {
          const divisor = x[a >>> 24] >>> 0;
          x[(a >>> 8) & 255] = divisor === 0 ? -1 : ((x[(a >>> 16) & 255] >>> 0) / divisor) >>> 0;
          extra += divideExtra;
          continue;
        }
        case Op.Rem: {
          const divisor = x[a >>> 24];
          x[(a >>> 8) & 255] = divisor === 0 ? x[(a >>> 16) & 255] : (x[(a >>> 16) & 255] % divisor) | 0;
          extra += divideExtra;
          continue;
        }
        case Op.Remu: {
          const divisor = x[a >>> 24] >>> 0;
          x[(a >>> 8) & 255] = divisor === 0 ? x[(a >>> 16) & 255] : (x[(a >>> 16) & 255] >>> 0) % divisor;
          extra += divideExtra;
          continue;
        }

        // Atomics
        case Op.LrW: {
          const va = x[(a >>> 16) & 255];
          const pa = mmu.translateAtomic(va, 4, Access.Load);
          if (pa < 0) break instructions;
          const value = words[pa >>> 2];
          registers[RegisterIndex.ReservationVa] = va;
          registers[RegisterIndex.ReservationValue] = value;
          x[(a >>> 8) & 255] = value;
          continue;
        }
        case Op.ScW: {
          const va = x[(a >>> 16) & 255];
          const pa = mmu.translateAtomic(va, 4, Access.Store);
          if (pa < 0) break instructions;
          const holds = registers[RegisterIndex.ReservationVa] === va && words[pa >>> 2] === registers[RegisterIndex.ReservationValue];
          if (holds) words[pa >>> 2] = x[a >>> 24];
          registers[RegisterIndex.ReservationVa] = Reservation.None;
          x[(a >>> 8) & 255] = holds ? 0 : 1;
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
          const pa = mmu.translateAtomic(x[(a >>> 16) & 255], 4, Access.Store);
          if (pa < 0) break instructions;
          const old = words[pa >>> 2];
          words[pa >>> 2] = combine(operation, old, x[a >>> 24]);
          x[(a >>> 8) & 255] = old;
          continue;
        }
        case Op.AmocasW: {
          const pa = mmu.translateAtomic(x[(a >>> 16) & 255], 4, Access.Store);
          if (pa < 0) break instructions;
          const rd = (a >>> 8) & 255;
          const old = words[pa >>> 2];
          // The sink stands for x0, which reads 0.
          if (old === (rd === RegisterIndex.Sink ? 0 : x[rd])) words[pa >>> 2] = x[a >>> 24];
          x[rd] = old;
          continue;
        }
        case Op.AmocasD: {
          const pa = mmu.translateAtomic(x[(a >>> 16) & 255], 8, Access.Store);
          if (pa < 0) break instructions;
          const rd = (a >>> 8) & 255;
          const rs2 = a >>> 24;
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
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.WordMask)) writeSingleBits(cpu, (a >>> 8) & 255, words[(va + loadAddends[tag]) >>> 2]);
          else if (mmu.load(va, 4)) writeSingleBits(cpu, (a >>> 8) & 255, mmu.low);
          else break instructions;
          continue;
        }
        case Op.Fsw: {
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          const value = fWords[((a >>> 8) & 255) << 1];
          if (storeTags[tag] === (va & FastTag.WordMask)) words[(va + storeAddends[tag]) >>> 2] = value;
          else if (!mmu.store(va, 4, value, 0)) break instructions;
          continue;
        }
        case Op.FaddS:
          writeSingle(cpu, (a >>> 8) & 255, readSingle(cpu, (a >>> 16) & 255) + readSingle(cpu, a >>> 24));
          continue;
        case Op.FsubS:
          writeSingle(cpu, (a >>> 8) & 255, readSingle(cpu, (a >>> 16) & 255) - readSingle(cpu, a >>> 24));
          continue;
        case Op.FmulS:
          writeSingle(cpu, (a >>> 8) & 255, readSingle(cpu, (a >>> 16) & 255) * readSingle(cpu, a >>> 24));
          extra += multiplyExtra;
          continue;
        case Op.FdivS:
          writeSingle(cpu, (a >>> 8) & 255, readSingle(cpu, (a >>> 16) & 255) / readSingle(cpu, a >>> 24));
          extra += divideExtra;
          continue;
        case Op.FsqrtS:
          writeSingle(cpu, (a >>> 8) & 255, Math.sqrt(readSingle(cpu, (a >>> 16) & 255)));
          extra += divideExtra;
          continue;
        case Op.FsgnjS: {
          const magnitude = readSingleBits(cpu, (a >>> 16) & 255) & FloatBits.Magnitude;
          writeSingleBits(cpu, (a >>> 8) & 255, magnitude | (readSingleBits(cpu, a >>> 24) & FloatBits.Sign));
          continue;
        }
        case Op.FsgnjnS: {
          const magnitude = readSingleBits(cpu, (a >>> 16) & 255) & FloatBits.Magnitude;
          writeSingleBits(cpu, (a >>> 8) & 255, magnitude | (~readSingleBits(cpu, a >>> 24) & FloatBits.Sign));
          continue;
        }
        case Op.FsgnjxS: {
          const bits = readSingleBits(cpu, (a >>> 16) & 255);
          writeSingleBits(cpu, (a >>> 8) & 255, bits ^ (readSingleBits(cpu, a >>> 24) & FloatBits.Sign));
          continue;
        }
        case Op.FminS:
          writeSingle(cpu, (a >>> 8) & 255, minimum(readSingle(cpu, (a >>> 16) & 255), readSingle(cpu, a >>> 24)));
          continue;
        case Op.FmaxS:
          writeSingle(cpu, (a >>> 8) & 255, maximum(readSingle(cpu, (a >>> 16) & 255), readSingle(cpu, a >>> 24)));
          continue;
        case Op.FeqS:
          x[(a >>> 8) & 255] = readSingle(cpu, (a >>> 16) & 255) === readSingle(cpu, a >>> 24) ? 1 : 0;
          continue;
        case Op.FltS:
          x[(a >>> 8) & 255] = readSingle(cpu, (a >>> 16) & 255) < readSingle(cpu, a >>> 24) ? 1 : 0;
          continue;
        case Op.FleS:
          x[(a >>> 8) & 255] = readSingle(cpu, (a >>> 16) & 255) <= readSingle(cpu, a >>> 24) ? 1 : 0;
          continue;
        case Op.FclassS:
          x[(a >>> 8) & 255] = classifySingle(readSingleBits(cpu, (a >>> 16) & 255));
          continue;
        case Op.FcvtWS:
          x[(a >>> 8) & 255] = toInt32(readSingle(cpu, (a >>> 16) & 255), b);
          continue;
        case Op.FcvtWuS:
          x[(a >>> 8) & 255] = toUint32(readSingle(cpu, (a >>> 16) & 255), b);
          continue;
        case Op.FcvtSW:
          writeSingle(cpu, (a >>> 8) & 255, x[(a >>> 16) & 255]);
          continue;
        case Op.FcvtSWu:
          writeSingle(cpu, (a >>> 8) & 255, x[(a >>> 16) & 255] >>> 0);
          continue;
        case Op.FmvXW:
          x[(a >>> 8) & 255] = fWords[((a >>> 16) & 255) << 1];
          continue;
        case Op.FmvWX:
          writeSingleBits(cpu, (a >>> 8) & 255, x[(a >>> 16) & 255]);
          continue;

        // float64
        case Op.Fld: {
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          const fd = ((a >>> 8) & 255) << 1;
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
          const va = (x[(a >>> 16) & 255] + b) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          const fd = ((a >>> 8) & 255) << 1;
          if (storeTags[tag] === (va & FastTag.WordMask) && (va & Paging.OffsetMask) <= FastTag.LastDouble) {
            const index = (va + storeAddends[tag]) >>> 2;
            words[index] = fWords[fd];
            words[index + 1] = fWords[fd + 1];
          } else if (!mmu.store(va, 8, fWords[fd], fWords[fd + 1])) break instructions;
          continue;
        }
        case Op.FaddD:
          writeDouble(cpu, (a >>> 8) & 255, f[(a >>> 16) & 255] + f[a >>> 24]);
          continue;
        case Op.FsubD:
          writeDouble(cpu, (a >>> 8) & 255, f[(a >>> 16) & 255] - f[a >>> 24]);
          continue;
        case Op.FmulD:
          writeDouble(cpu, (a >>> 8) & 255, f[(a >>> 16) & 255] * f[a >>> 24]);
          extra += multiplyExtra;
          continue;
        case Op.FdivD:
          writeDouble(cpu, (a >>> 8) & 255, f[(a >>> 16) & 255] / f[a >>> 24]);
          extra += divideExtra;
          continue;
        case Op.FsqrtD:
          writeDouble(cpu, (a >>> 8) & 255, Math.sqrt(f[(a >>> 16) & 255]));
          extra += divideExtra;
          continue;
        case Op.FsgnjD: {
          const fd = ((a >>> 8) & 255) << 1;
          const fs1 = ((a >>> 16) & 255) << 1;
          const sign = fWords[((a >>> 24) << 1) + 1] & FloatBits.Sign;
          fWords[fd + 1] = (fWords[fs1 + 1] & FloatBits.Magnitude) | sign;
          fWords[fd] = fWords[fs1];
          continue;
        }
        case Op.FsgnjnD: {
          const fd = ((a >>> 8) & 255) << 1;
          const fs1 = ((a >>> 16) & 255) << 1;
          const sign = ~fWords[((a >>> 24) << 1) + 1] & FloatBits.Sign;
          fWords[fd + 1] = (fWords[fs1 + 1] & FloatBits.Magnitude) | sign;
          fWords[fd] = fWords[fs1];
          continue;
        }
        case Op.FsgnjxD: {
          const fd = ((a >>> 8) & 255) << 1;
          const fs1 = ((a >>> 16) & 255) << 1;
          const sign = fWords[((a >>> 24) << 1) + 1] & FloatBits.Sign;
          fWords[fd + 1] = fWords[fs1 + 1] ^ sign;
          fWords[fd] = fWords[fs1];
          continue;
        }
        case Op.FminD:
          writeDouble(cpu, (a >>> 8) & 255, minimum(f[(a >>> 16) & 255], f[a >>> 24]));
          continue;
        case Op.FmaxD:
          writeDouble(cpu, (a >>> 8) & 255, maximum(f[(a >>> 16) & 255], f[a >>> 24]));
          continue;
        case Op.FeqD:
          x[(a >>> 8) & 255] = f[(a >>> 16) & 255] === f[a >>> 24] ? 1 : 0;
          continue;
        case Op.FltD:
          x[(a >>> 8) & 255] = f[(a >>> 16) & 255] < f[a >>> 24] ? 1 : 0;
          continue;
        case Op.FleD:
          x[(a >>> 8) & 255] = f[(a >>> 16) & 255] <= f[a >>> 24] ? 1 : 0;
          continue;
        case Op.FclassD: {
          const fs1 = ((a >>> 16) & 255) << 1;
          x[(a >>> 8) & 255] = classifyDouble(fWords[fs1], fWords[fs1 + 1]);
          continue;
        }
        case Op.FcvtWD:
          x[(a >>> 8) & 255] = toInt32(f[(a >>> 16) & 255], b);
          continue;
        case Op.FcvtWuD:
          x[(a >>> 8) & 255] = toUint32(f[(a >>> 16) & 255], b);
          continue;
        case Op.FcvtDW:
          f[(a >>> 8) & 255] = x[(a >>> 16) & 255];
          continue;
        case Op.FcvtDWu:
          f[(a >>> 8) & 255] = x[(a >>> 16) & 255] >>> 0;
          continue;
        case Op.FcvtSD:
          writeSingle(cpu, (a >>> 8) & 255, f[(a >>> 16) & 255]);
          continue;
        case Op.FcvtDS:
          writeDouble(cpu, (a >>> 8) & 255, readSingle(cpu, (a >>> 16) & 255));
          continue;

        // Indexed loads and stores: b is the scale
        case Op.Lbux: {
          const va = (x[(a >>> 16) & 255] + (x[a >>> 24] << b)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.ByteMask)) x[(a >>> 8) & 255] = bytes[(va + loadAddends[tag]) | 0];
          else if (mmu.load(va, 1)) x[(a >>> 8) & 255] = mmu.low;
          else break instructions;
          continue;
        }
        case Op.Lwx: {
          const va = (x[(a >>> 16) & 255] + (x[a >>> 24] << b)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (loadTags[tag] === (va & FastTag.WordMask)) x[(a >>> 8) & 255] = words[(va + loadAddends[tag]) >>> 2];
          else if (mmu.load(va, 4)) x[(a >>> 8) & 255] = mmu.low;
          else break instructions;
          continue;
        }
        case Op.Fldx: {
          const va = (x[(a >>> 16) & 255] + (x[a >>> 24] << b)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          const fd = ((a >>> 8) & 255) << 1;
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
          const va = (x[(a >>> 16) & 255] + (x[a >>> 24] << b)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (storeTags[tag] === (va & FastTag.ByteMask)) bytes[(va + storeAddends[tag]) | 0] = x[(a >>> 8) & 255];
          else if (!mmu.store(va, 1, x[(a >>> 8) & 255], 0)) break instructions;
          continue;
        }
        case Op.Swx: {
          const va = (x[(a >>> 16) & 255] + (x[a >>> 24] << b)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          if (storeTags[tag] === (va & FastTag.WordMask)) words[(va + storeAddends[tag]) >>> 2] = x[(a >>> 8) & 255];
          else if (!mmu.store(va, 4, x[(a >>> 8) & 255], 0)) break instructions;
          continue;
        }
        case Op.Fsdx: {
          const va = (x[(a >>> 16) & 255] + (x[a >>> 24] << b)) | 0;
          const tag = ((va >>> FastTag.PageShift) ^ (va >>> FastTag.DirectoryShift)) & FastTag.IndexMask;
          const fd = ((a >>> 8) & 255) << 1;
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
          if (!isTaken((a >>> Decoded.Rs2Shift) as Comparison, x[(a >>> 8) & 255], x[(a >>> 16) & 255])) continue;
          pc = ((ip << Decoded.ByteShift) + base - Step.Bytes + b) | 0;
          continue page;
        case Internal.JalFar:
          pc = ((ip << Decoded.ByteShift) + base - Step.Bytes + b) | 0;
          x[(a >>> 8) & 255] = (ip << Decoded.ByteShift) + base;
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
