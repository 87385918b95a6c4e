/** Where a probe's operands are at its place, in the words of the note that tools read (elf/probe-notes.ts), and the notes of a program. */
import { unreachable } from '../../../base/assert.ts';
import { Reloc } from '../../../abi/elf-relocation.ts';
import type { ObjectBuilder } from '../../../elf/object-builder.ts';
import { appendProbe, PROBE_SECTION, type ProbeName } from '../../../elf/probe-notes.ts';
import { F_NAMES, X_NAMES } from '../../../isa/registers.ts';
import { FLOAT_BASE, type ProbeOperand, type Slot, type Value } from '../ssa/ir.ts';
import { isFloatReg } from './machine.ts';

/** A probe of a function that has been emitted. */
export interface EmittedProbe extends ProbeName {
  /** Of the instruction that it marks, in bytes from the function's start. */
  readonly offset: number;
}

/** A probe with its operands in `regs`, those without a register in the frame or constants. */
export function probeAt(offset: number, { probe, args }: Value, regs: readonly number[], spillSlots: ReadonlyMap<Value, Slot>): EmittedProbe {
  const { provider, name, operands } = probe!;
  const texts = operands.map((operand, i) => `${operand.isSigned ? '-' : ''}${operand.size}@${placeOf(operand, args[i]!, regs[i]!, spillSlots)}`);
  return { offset, provider, name, args: texts.join(' ') };
}

function placeOf({ slotOffset }: ProbeOperand, arg: Value, reg: number, spillSlots: ReadonlyMap<Value, Slot>): string {
  if (slotOffset !== null) return `${arg.slot!.offset + arg.imm + slotOffset}(sp)`;
  if (reg >= 0) return isFloatReg(reg) ? F_NAMES[reg - FLOAT_BASE]! : X_NAMES[reg]!;
  const spill = spillSlots.get(arg);
  if (spill !== undefined) return `${spill.offset}(sp)`;
  if (arg.op === 'const') return String(arg.imm);
  return unreachable(`placeOf: a probe's operand is ${arg.op}`);
}

/** Adds the notes of a function that lies at `start` of the text, whose symbol is `textStart`. */
export function addProbeNotes(object: ObjectBuilder, probes: readonly EmittedProbe[], textStart: number, start: number): void {
  if (probes.length === 0) return;
  const section = object.section(PROBE_SECTION);
  for (const probe of probes) section.relocate(appendProbe(section.bytes, probe), Reloc.Abs32, textStart, start + probe.offset);
}
