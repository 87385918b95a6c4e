/**
 * What compiling costs, as multiples of starting an empty node: a program of one line that prints by fmt, and one of a thousand lines. Each
 * unchanged (its executable is kept), changed (the packages it imports are kept), and with nothing kept.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository } from '../support/repository.ts';

/** Runs of each; the best counts. */
const RUNS = 5;
const LINES = 1000;

const HELLO = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n';

/** A type with methods, a map, sorting, closures, errors, text, numbers of all sizes: what programs are made of. */
const unit = (n: number): string => `
type account${n} struct {
	owner   string
	balance int64
	history []float64
	limits  map[string]int
}

type valued${n} interface {
	Value() float64
	Name() string
}

func newAccount${n}(owner string, start int64) *account${n} {
	return &account${n}{owner: owner, balance: start, limits: map[string]int{"day": ${100 + n}, "week": ${700 + n}}}
}

func (a *account${n}) Value() float64 { return float64(a.balance) / ${n + 3} }
func (a *account${n}) Name() string   { return strings.ToUpper(a.owner[:1]) + a.owner[1:] }

func (a *account${n}) move(amount int64, when string) error {
	if limit, ok := a.limits[when]; ok && amount > int64(limit) {
		return fmt.Errorf("%s: %d is over the limit of %d", a.owner, amount, limit)
	}
	if a.balance < amount {
		return errors.New("not enough")
	}
	a.balance -= amount
	a.history = append(a.history, float64(amount)*1.${n})
	return nil
}

func total${n}(list []valued${n}, keep func(valued${n}) bool) (sum float64, names []string) {
	for _, each := range list {
		if keep(each) {
			sum += each.Value()
			names = append(names, each.Name())
		}
	}
	sort.Strings(names)
	return
}

func work${n}() string {
	var list []valued${n}
	var log strings.Builder
	for i, owner := range []string{"ann", "bob", "carol"} {
		a := newAccount${n}(owner, int64(i)<<${n % 30}+50)
		for j := 0; j < 4; j++ {
			if err := a.move(int64(j*${n % 7 + 20}), []string{"day", "week", "year"}[j%3]); err != nil {
				fmt.Fprintln(&log, err)
			}
		}
		list = append(list, a)
	}
	sum, names := total${n}(list, func(v valued${n}) bool { return v.Value() > ${n % 5} })
	bits := uint32(${n * 2654435761 % 4294967296})
	switch bits >> 30 {
	case 0, 1:
		bits ^= bits << 13
	default:
		bits = bits*1664525 + 1013904223
	}
	fmt.Fprintf(&log, "%.2f %v %08x\\n", sum, names, bits)
	return log.String()
}
`;

/** A program of at least so many lines. */
export function longProgram(lines: number): string {
  const units: string[] = [];
  let count = 0;
  while (count < lines) {
    units.push(unit(units.length));
    count += units.at(-1)!.split('\n').length - 1;
  }
  const calls = units.map((_, n) => `\tfmt.Print(work${n}())\n`).join('');
  return `package main\n\nimport (\n\t"errors"\n\t"fmt"\n\t"sort"\n\t"strings"\n)\n${units.join('')}\nfunc main() {\n${calls}}\n`;
}

export function benchCompile(): void {
  const folder = mkdtempSync(join(tmpdir(), 'pagewalk-bench-'));
  const file = join(folder, 'main.go');
  const run = (parameters: readonly string[], cache: string): number => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, parameters, { encoding: 'utf8', env: { ...process.env, PAGEWALK_CACHE: cache } });
    if (status !== 0) throw new Error(`${parameters.join(' ')} ended with ${status}: ${stderr}`);
    return performance.now() - start;
  };
  const pagewalk = (cache: string): number => run([inRepository('bin/pagewalk.js'), 'run', file], cache);
  const cache = join(folder, 'cache');
  const times: Record<string, number[]> = {};
  const note = (what: string, time: number): void => void (times[what] ??= []).push(time);
  const programs = { 'fmt hello': HELLO, [`${LINES} lines`]: longProgram(LINES) };
  try {
    for (let round = 0; round < RUNS; round++) {
      note('node -e 0', run(['-e', '0'], 'off'));
      for (const [name, text] of Object.entries(programs)) {
        writeFileSync(file, text);
        note(`${name}, nothing kept`, pagewalk('off'));
        // The first round fills the archives.
        writeFileSync(file, `${text}// ${round - 1}\n`);
        if (round === 0) pagewalk(cache);
        writeFileSync(file, `${text}// ${round}\n`);
        note(`${name}, changed`, pagewalk(cache));
        note(`${name}, unchanged`, pagewalk(cache));
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const best = (what: string): number => Math.min(...times[what]!);
  const goals: Readonly<Record<string, number>> = {
    'fmt hello, nothing kept': 60, 'fmt hello, changed': 15, 'fmt hello, unchanged': 15, [`${LINES} lines, nothing kept`]: 120, [`${LINES} lines, changed`]: 30, [`${LINES} lines, unchanged`]: 30,
  };
  console.log('compile and run');
  console.log(`  ${'node -e 0'.padEnd(30)}${best('node -e 0').toFixed(0).padStart(6)} ms`);
  for (const [what, goal] of Object.entries(goals)) {
    console.log(`  ${what.padEnd(30)}${best(what).toFixed(0).padStart(6)} ms   ratio ${(best(what) / best('node -e 0')).toFixed(1).padStart(5)}   goal: at most ${goal}`);
  }
}
