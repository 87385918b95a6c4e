/** The words of a function under construction, with branches to places not yet known and references to symbols. */
import { assert } from '../../../base/assert.ts';
import { Reloc } from '../../../abi/elf-relocation.ts';
import { encodeI, encodeR, encodeU, Limit, withImm15, withImm20, type RFields } from '../../../isa/encoding.ts';
import { Op } from '../../../isa/opcodes.ts';
import { Reg } from '../../../isa/registers.ts';

export interface CodeReference {
  /** In bytes from the function's start. */
  readonly offset: number;
  readonly type: Reloc;
  readonly symbol: string;
  readonly addend: number;
}

export type Label = number;

interface Fixup {
  readonly at: number;
  readonly label: Label;
  readonly isJump: boolean;
}

const WORD = 4;
/** imm15 of add immediate and of addresses, split at twelve bits as `%hi` and `%lo` are. */
const LOW_BITS = 12;

export class CodeBuffer {
  readonly words: number[] = [];
  readonly references: CodeReference[] = [];
  private readonly places: number[] = [];
  private readonly fixups: Fixup[] = [];

  /** Bytes so far. */
  get offset(): number {
    return this.words.length * WORD;
  }

  label(): Label {
    return this.places.push(-1) - 1;
  }

  bind(label: Label): void {
    this.places[label] = this.words.length;
  }

  r(op: Op, fields: RFields): void {
    this.words.push(encodeR(op, fields));
  }

  i(op: Op, rd: number, rs1: number, imm: number): void {
    assert(imm >= Limit.Imm15Min && imm <= Limit.Imm15Max, `CodeBuffer.i: ${imm} does not fit`);
    this.words.push(encodeI(op, rd, rs1, imm));
  }

  u(op: Op, rd: number, imm: number): void {
    this.words.push(encodeU(op, rd, imm));
  }

  /** A word that the linker completes. */
  reference(type: Reloc, symbol: string, addend: number, word: number): void {
    this.references.push({ offset: this.offset, type, symbol, addend });
    this.words.push(word);
  }

  branch(op: Op, a: number, b: number, label: Label): void {
    this.fixups.push({ at: this.words.length, label, isJump: false });
    this.words.push(encodeI(op, a, b, 0));
  }

  jump(label: Label): void {
    this.fixups.push({ at: this.words.length, label, isJump: true });
    this.words.push(encodeU(Op.Jal, Reg.Zero, 0));
  }

  loadImmediate(rd: number, imm: number): void {
    if (imm >= Limit.Imm15Min && imm <= Limit.Imm15Max) {
      this.i(Op.Addi, rd, Reg.Zero, imm);
      return;
    }
    const low = (imm << (32 - LOW_BITS)) >> (32 - LOW_BITS);
    this.u(Op.Lui, rd, ((imm - low) | 0) >> LOW_BITS);
    if (low !== 0) this.i(Op.Addi, rd, rd, low);
  }

  symbolAddress(rd: number, symbol: string, addend: number): void {
    this.reference(Reloc.Hi20, symbol, addend, encodeU(Op.Lui, rd, 0));
    this.reference(Reloc.Lo12, symbol, addend, encodeI(Op.Addi, rd, rd, 0));
  }

  call(symbol: string, link: number = Reg.Ra): void {
    this.reference(Reloc.Call, symbol, 0, encodeU(Op.Jal, link, 0));
  }

  /** Completes branches. False if one does not reach: its function is too long for short branches. */
  resolve(): boolean {
    for (const { at, label, isJump } of this.fixups) {
      const distance = this.places[label]! - at;
      assert(this.places[label]! >= 0, 'CodeBuffer.resolve: a label is nowhere');
      if (isJump) this.words[at] = withImm20(this.words[at]!, distance);
      else if (distance >= Limit.Imm15Min && distance <= Limit.Imm15Max) this.words[at] = withImm15(this.words[at]!, distance);
      else return false;
    }
    return true;
  }
}
