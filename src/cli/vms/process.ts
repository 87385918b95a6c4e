/**
 * One process of a replay: a coroutine over the lines of the script that yields commands for the guest process of its own, and
 * prints into a buffer that is flushed where the real program flushes. What is in the buffer when the guest process is killed is
 * lost.
 */
import { Sys } from '../../abi/syscall-numbers.ts';
import { exitCodeOf, termSignalOf } from '../../abi/process.ts';
import { Buffer, Order, Shape, Status } from './image-layout.ts';
import { Format, layoutLine, OPERATIONS, STACK_PAGE, type Context, type Coroutine } from './operations.ts';
import { mapsLines } from './proc-text.ts';
import { skipFork, type Line, type Operation } from './script.ts';
import { Symbols, UnknownSymbol } from './symbols.ts';
import { syscallCommand, type GuestCommand, type GuestResult } from './wire.ts';
import { errnoText, hex, isErrno } from './words.ts';

/** Exit codes of the real program. */
const enum Exit {
  BadOperation = 97,
  UnknownSymbol = 98,
}

/** What a process needs of the replay. */
export interface Surroundings {
  readonly lines: readonly Line[];
  /** Text that has been flushed. */
  output(text: string): void;
  procText(processId: number, name: 'maps' | 'smaps' | 'status'): string;
}

export class VmsProcess {
  /** Of the guest; 0 until its first result. */
  processId = 0;
  /** What the guest process is to do, and is told of; it starts before the first command. */
  readonly commands: Coroutine<void>;
  /** Result of the last command, until the guest asks for the next one. */
  pending: GuestResult | null = null;
  private buffer = '';
  private readonly faultBase = { minor: 0, major: 0 };
  private readonly surroundings: Surroundings;
  private readonly symbols: Symbols;

  constructor(surroundings: Surroundings, parent: { symbols: Symbols; line: number } | null) {
    this.surroundings = surroundings;
    this.symbols = parent?.symbols.copy() ?? new Symbols();
    this.commands = parent === null ? this.main() : this.child(parent.line);
  }

  /** The child of the fork that this process has just been told to make. */
  forkedChild(): VmsProcess {
    return new VmsProcess(this.surroundings, { symbols: this.symbols, line: this.nextLine });
  }

  /** A signal where none was expected: the guest exits after it. */
  unarmed({ signal, address, value }: GuestResult): void {
    this.print(`UNARMED FAULT sig ${signal} addr ${hex(address, 8)} eip ${hex(value, 8)}\n`);
    this.flush();
  }

  private nextLine = 0;

  private print(text: string): void {
    this.buffer += text;
  }

  private flush(): void {
    this.surroundings.output(this.buffer);
    this.buffer = '';
  }

  private *main(): Coroutine<void> {
    const { symbols } = this;
    const brk = (yield syscallCommand(Sys.brk, [0])).value;
    const addresses = { TEXT: Shape.TextStart, DATA: Shape.DataStart, BSS: Shape.BssStart, END: Shape.End, SP: STACK_PAGE, BRK0: brk };
    for (const [name, value] of Object.entries(addresses)) symbols.set(name, value);
    this.print(`${layoutLine(brk)}# initial maps\n`);
    this.printMaps();
    yield* this.runLines();
  }

  private *child(line: number): Coroutine<void> {
    this.nextLine = line;
    this.print('  [child]\n');
    // The result of a harmless call tells whose texts under /proc are this process's.
    yield syscallCommand(Sys.getpid, []);
    yield* this.runLines();
  }

  private *runLines(): Coroutine<void> {
    const { lines } = this.surroundings;
    try {
      while (this.nextLine < lines.length) {
        const line = lines[this.nextLine++]!;
        if (line.kind === 'comment') this.print(`${line.text}\n`);
        if (line.kind === 'operation') yield* this.runLine(line);
      }
    } catch (error) {
      if (!(error instanceof UnknownSymbol)) throw error;
      this.print(`UNKNOWN SYMBOL ${error.message}\n`);
      yield* this.exit(Exit.UnknownSymbol);
    }
    yield* this.exit(0);
  }

  private *runLine(line: Operation): Coroutine<void> {
    this.print(`> ${line.text}\n`);
    if (line.op === '') return;
    if (line.op === 'fork') return yield* this.fork();
    if (line.op === 'endfork') return yield* this.exit(0);
    if (line.op === 'exit') {
      this.flush();
      return yield* this.exit(line.arguments.length > 0 ? this.symbols.evaluate(line.arguments[0]!) : 0);
    }
    const operation = Object.hasOwn(OPERATIONS, line.op) ? OPERATIONS[line.op] : undefined;
    if (operation === undefined) {
      this.print(`BAD OP ${line.op}\n`);
      return yield* this.exit(Exit.BadOperation);
    }
    const result = yield* operation.run(this.contextOf(line));
    if (operation.format !== Format.None) {
      this.print(`  = ${isErrno(result) ? errnoText(result) : operation.format === Format.Address ? hex(result, 8) : String(result)}\n`);
      if (line.name !== null) this.symbols.set(line.name, result);
    }
    if (operation.showsMaps === true && !isErrno(result)) this.printMaps();
    this.flush();
  }

  private contextOf(line: Operation): Context {
    return {
      argument: (number) => (number <= line.arguments.length ? this.symbols.evaluate(line.arguments[number - 1]!) : 0),
      argumentCount: line.arguments.length,
      print: (text) => this.print(text),
      procText: (name) => this.surroundings.procText(this.processId, name),
      faultBase: this.faultBase,
    };
  }

  /** The guest process forks and waits for its child; the child's part of the script runs meanwhile. */
  private *fork(): Coroutine<void> {
    this.flush();
    const { value, data } = yield { order: Order.Fork, words: [], data: Buffer.Vector } satisfies GuestCommand;
    if (value < 0) {
      this.print(`  = ${errnoText(value)}\n`);
    } else {
      const status = data.getInt32(0, true);
      const code = exitCodeOf(status);
      this.print(`  [parent] child ${code !== null ? `exit ${code}` : `signal ${termSignalOf(status)}`}\n`);
    }
    this.nextLine = skipFork(this.surroundings.lines, this.nextLine);
  }

  private *exit(code: number): Coroutine<void> {
    this.flush();
    yield syscallCommand(Sys.exit, [code]);
  }

  private printMaps(): void {
    this.print(mapsLines(this.surroundings.procText(this.processId, 'maps')));
  }
}

/** Whether a result is the last of its process. */
export const isUnarmed = (result: GuestResult): boolean => result.status === Status.Unarmed;
