/** Stacks that grow, move and end. What real Go prints for the same programs has the same lines, but for addresses and frames of the runtime. */
import { describe, expect, test } from 'vitest';
import { runGoText } from '../support/go-program.ts';

const OVERFLOW = `package main

import "runtime/debug"

var limit int

// Frames of a kilobyte, so that the limit is near in calls.
//go:noinline
func down(n int) int {
	var room [256]int
	room[n&255] = n
	return down(n+1) + room[n&127]
}

func main() {
	if limit > 0 {
		println("the limit was", debug.SetMaxStack(limit))
	}
	down(0)
}
`;

function expectOverflow(stderr: string, limit: number): void {
  const lines = stderr.split('\n');
  const at = lines.indexOf(`runtime: goroutine stack exceeds ${limit}-byte limit`);
  expect(at).toBeGreaterThanOrEqual(0);
  expect(lines[at + 1]).toMatch(/^runtime: sp=0x[0-9a-f]+ stack=\[0x[0-9a-f]+, 0x[0-9a-f]+\]$/);
  expect(lines[at + 2]).toBe('fatal error: stack overflow');
  expect(stderr).toMatch(/\ngoroutine 1 \[running\]:\nmain\.down\(/);
  expect(stderr.match(/^main\.down\(/gm)).toHaveLength(100);
  expect(stderr).toContain('\n...additional frames elided...\n');
}

describe('a stack that has no end', () => {
  test('ends the program at 250 000 000 bytes', async () => {
    const { stderr, code } = await runGoText(OVERFLOW, { flags: '--ram 512M' });
    expect(code).toBe(2);
    expectOverflow(stderr, 250_000_000);
  });

  test('ends it at the limit that the program sets', async () => {
    const { stderr, code } = await runGoText(OVERFLOW.replace('var limit int', 'var limit = 1 << 18'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^the limit was 250000000\n/);
    expectOverflow(stderr, 262_144);
  });
});

const MOVES = `package main

type list struct {
	next  *list
	value int
}

type shape interface{ grow(n int) *list }

// Pointers to frames far above, closures that lie on the stack, arguments in registers of all kinds.
func chain(n int, outer *list, x float64, s string, f func(int) int, sh shape) (total int, y float64) {
	here := list{outer, f(n)}
	if n == 0 {
		for l := &here; l != nil; l = l.next {
			total += l.value
		}
		return total + len(s), x
	}
	total, y = chain(n-1, &here, x+0.5, s, func(k int) int { return f(k) + here.value*0 }, sh)
	if here.next != outer || here.value != f(n) {
		println("lost at", n)
	}
	return total, y
}

type doubler struct{ calls int }

func (d *doubler) grow(n int) *list {
	d.calls++
	return &list{value: n}
}

func protect(n int) (result int) {
	count := 0
	defer func() {
		if r := recover(); r != nil {
			result = count + r.(int)
		}
	}()
	for i := 0; i < 3; i++ {
		defer func(i int) { count += deep(i * 20) }(i)
	}
	if n == 0 {
		var p *list
		count = deep(50)
		p.value = 1
	}
	panic(deep(n))
}

func deep(n int) int {
	var pad [40]int
	if n == 0 {
		return pad[0] + 1
	}
	pad[n%40] = n
	return deep(n-1) + 1 + pad[n%40] - n
}

func main() {
	d := &doubler{}
	base := 3
	total, y := chain(40, nil, 1.5, "text", func(k int) int { base += 0; return k + base }, d)
	println(total, y, base)
	println(protect(60))
	func() {
		defer func() { println(recover().(error).Error()) }()
		protect0()
	}()
	c, back := make(chan [3]*list), make(chan int)
	go func() {
		var got [3]*list
		deep(10)
		got = <-c
		back <- got[0].value + got[2].value + deep(30)
	}()
	here := list{value: 7}
	there := list{value: 30}
	c <- [3]*list{&here, nil, &there}
	println(<-back)
}

func protect0() {
	var p *list
	defer deep(40)
	p.value = deep(20)
}
`;
/** What real Go prints. */
const PRINTED = '947 +2.150000e+001 3\n124\nruntime error: invalid memory address or nil pointer dereference\n68\n';

describe('pointers into a stack follow it', () => {
  test.each(['', '--stress move-stack', '--stress gc=3', '--stress move-stack,gc=3'])('under "%s"', async (flags) => {
    const { stderr, code } = await runGoText(MOVES, { flags });
    expect({ stderr, code }).toEqual({ stderr: PRINTED, code: 0 });
  });
});

const BAD_INDEX = `package main

var array [10]int
var index = 100

func f() {
	defer func() { println(recover().(error).Error()) }()
	array[index] = 1
}

func main() { f() }
`;

test('what reports a bad index keeps its arguments in room of their own when it grows the stack', async () => {
  const { stderr, code } = await runGoText(BAD_INDEX, { flags: '--stress move-stack' });
  expect({ stderr, code }).toEqual({ stderr: 'runtime error: index out of range [100] with length 10\n', code: 0 });
});

const CALLS_INTO_STACK = `package main

import "os"

func main() {
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	go func() { w.Write([]byte("through the pipe")); w.Close() }()
	var buffer [40]byte
	n, err := r.Read(buffer[:])
	println(string(buffer[:n]), err == nil)
	_, err = r.Stat()
	println(err == nil)
}
`;

test('system calls find what they read and write in a stack that moves', async () => {
  const { stderr, code } = await runGoText(CALLS_INTO_STACK, { flags: '--stress move-stack' });
  expect({ stderr, code }).toEqual({ stderr: 'through the pipe true\ntrue\n', code: 0 });
});
