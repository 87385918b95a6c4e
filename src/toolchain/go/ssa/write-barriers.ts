/**
 * Which stores of pointers need a write barrier: all to memory that may be in the heap or in a variable of the package, as long as the
 * collector could care. Lowering marks what stores pointers ({@link Value.barrier}); this pass takes the mark away from
 *
 * - stores to this function's frame, and
 * - stores of nil and of addresses of symbols into words of a fresh object that are still zero: neither what is there nor what comes
 *   there is in the heap. Clearing such words again is no store at all.
 *
 * Everything else keeps it, stores of nil included: the collector must hear of the pointer that is overwritten.
 */
import type { Block, Func, Value } from './ir.ts';
import { MEM_SIZE } from './ir.ts';

const NEW_OBJECT = 'runtime.newobject';
const WORD = 4;

/** Whether an address certainly lies in the frames of this function and its caller. */
export function isStackAddress(address: Value): boolean {
  for (let at = address; ; at = at.args[0]!) {
    switch (at.op) {
      case 'slot':
      case 'inaddr':
      case 'outaddr':
      case 'callersp':
      case 'sp': return true;
      case 'copy':
      case 'addi': break;
      case 'add':
        if (isStackAddress(at.args[1]!)) return true;
        break;
      default: return false;
    }
  }
}

/** The result of a call that allocates a cleared object. */
export const isNewObject = (value: Value): boolean => value.op === 'callres' && value.args[0]!.call!.target === NEW_OBJECT;

export function placeWriteBarriers(func: Func): void {
  for (const block of func.blocks) new BlockScan().scan(block);
}

/** An address as a value plus a constant. */
interface Place {
  readonly base: Value;
  readonly offset: number;
}

function placeOf(address: Value, offset = 0): Place {
  if (address.op === 'add' && address.args[1]!.op === 'const') return placeOf(address.args[0]!, offset + address.args[1]!.imm);
  return { base: address, offset };
}

/** The latest fresh object of a block, and which of its words have been written. */
class BlockScan {
  private fresh: Value | null = null;
  private readonly written = new Set<number>();

  scan(block: Block): void {
    const { values } = block;
    let kept = 0;
    for (const value of values) if (this.keeps(value)) values[kept++] = value;
    values.length = kept;
  }

  /** Follows one instruction; false if it does nothing. */
  private keeps(value: Value): boolean {
    switch (value.op) {
      case 'call':
        this.fresh = null;
        return true;
      case 'callres':
        if (isNewObject(value)) {
          this.fresh = value;
          this.written.clear();
        }
        return true;
      case 'store':
        this.store(value, MEM_SIZE[value.mem], isStatic(value.args[1]!));
        return true;
      case 'move':
        this.store(value, value.imm, false);
        return true;
      case 'zero':
        if (this.isZero(placeOf(value.args[0]!), value.imm)) return false;
        this.store(value, value.imm, true);
        return true;
      case 'ecall':
      case 'amoadd':
      case 'amoswap':
      case 'amoor':
      case 'amoand':
      case 'cas':
        this.fresh = null;
        return true;
      default: return true;
    }
  }

  private store(value: Value, size: number, isStaticData: boolean): void {
    const place = placeOf(value.args[0]!);
    if (isStackAddress(place.base)) value.barrier = null;
    else if (isStaticData && this.isZero(place, size)) value.barrier = null;
    if (place.base === this.fresh) this.note(place.offset, size);
    // A store elsewhere may be one into the object by another name, unless it is to a variable.
    else if (place.base.op !== 'sym' && !isStackAddress(place.base)) this.fresh = null;
  }

  private note(offset: number, size: number): void {
    for (let at = offset & -WORD; at < offset + size; at += WORD) this.written.add(at);
  }

  private isZero({ base, offset }: Place, size: number): boolean {
    if (base !== this.fresh) return false;
    for (let at = offset & -WORD; at < offset + size; at += WORD) if (this.written.has(at)) return false;
    return true;
  }
}

/** Values that are nil or point to no object of the heap. */
const isStatic = (value: Value): boolean => value.op === 'const' || value.op === 'sym';
