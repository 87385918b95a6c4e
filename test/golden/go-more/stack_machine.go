// A stack machine whose instructions are functions; programs that trap.
package main

import (
	"fmt"
	"os"
	"sort"
	"strings"
)

type Op byte

const (
	PUSH Op = iota + 1
	ADD
	SUB
	MUL
	DIV
	DUP
	SWAP
	JMP
	JZ
	LOAD
	STORE
	CALL
	RET
	PRINT
	HALT
	numOps = iota
)

//go:noinline
func trap(msg string, pc int) { panic(fmt.Errorf("trap at pc=%d: %s", pc, msg)) }

type Instr struct {
	Op  Op
	Arg int32
}
type VM struct {
	code   []Instr
	stack  []int32
	calls  []int
	mem    [16]int32
	pc     int
	steps  uint64
	out    strings.Builder
	counts map[Op]int
	hooks  [numOps + 1]func(*VM, Instr)
}

func (vm *VM) pop() int32 {
	if len(vm.stack) == 0 {
		trap("stack underflow", vm.pc)
	}
	v := vm.stack[len(vm.stack)-1]
	vm.stack = vm.stack[:len(vm.stack)-1]
	return v
}
func (vm *VM) push(v int32) { vm.stack = append(vm.stack, v) }
func bin(f func(a, b int32) int32) func(*VM, Instr) {
	return func(vm *VM, _ Instr) {
		b, a := vm.pop(), vm.pop()
		vm.push(f(a, b))
	}
}
func (vm *VM) jump(i Instr)  { vm.pc = int(i.Arg) }
func (vm *VM) print(i Instr) { fmt.Fprintf(&vm.out, "%d ", vm.pop()) }

func New(code []Instr) *VM {
	vm := &VM{code: code, counts: make(map[Op]int)}
	vm.hooks = [...]func(*VM, Instr){
		PUSH: func(vm *VM, i Instr) { vm.push(i.Arg) },
		ADD:  bin(func(a, b int32) int32 { return a + b }),
		SUB:  bin(func(a, b int32) int32 { return a - b }),
		MUL:  bin(func(a, b int32) int32 { return a * b }),
		DIV:  bin(func(a, b int32) int32 { return a / b }),
		DUP:  func(vm *VM, i Instr) { v := vm.pop(); vm.push(v); vm.push(v) },
		SWAP: func(vm *VM, i Instr) { s := vm.stack; n := len(s); s[n-1], s[n-2] = s[n-2], s[n-1] },
		JMP:  (*VM).jump,
		JZ: func(vm *VM, i Instr) {
			if vm.pop() == 0 {
				vm.jump(i)
			}
		},
		LOAD:  func(vm *VM, i Instr) { vm.push(vm.mem[i.Arg]) },
		STORE: func(vm *VM, i Instr) { vm.mem[i.Arg] = vm.pop() },
		CALL:  func(vm *VM, i Instr) { vm.calls = append(vm.calls, vm.pc); vm.pc = int(i.Arg) },
		RET:   func(vm *VM, i Instr) { n := len(vm.calls) - 1; vm.pc, vm.calls = vm.calls[n], vm.calls[:n] },
		PRINT: (*VM).print,
		HALT:  func(vm *VM, i Instr) { vm.pc = len(vm.code) },
	}
	return vm
}
func (vm *VM) Run() (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = fmt.Errorf("run: %w", r)
		default:
			panic(r)
		}
	}()
	for vm.pc < len(vm.code) {
		i := vm.code[vm.pc]
		vm.pc++
		vm.steps++
		vm.counts[i.Op]++
		vm.hooks[i.Op](vm, i)
	}
	return
}
func main() {
	progs := []struct {
		name string
		code []Instr
	}{
		{"fact", []Instr{{PUSH, 1}, {STORE, 0}, {PUSH, 12}, {STORE, 1}, {LOAD, 1}, {JZ, 14}, {LOAD, 0}, {LOAD, 1}, {MUL, 0}, {STORE, 0}, {LOAD, 1}, {PUSH, 1}, {SUB, 0}, {JMP, 3}, {LOAD, 0}, {PRINT, 0}, {HALT, 0}}},
		{"under", []Instr{{PUSH, 1}, {ADD, 0}}},
		{"div", []Instr{{PUSH, 1}, {PUSH, 0}, {DIV, 0}}},
		{"mem", []Instr{{LOAD, 16}}},
		{"memneg", []Instr{{LOAD, -1}}},
		{"nilop", []Instr{{0, 0}}},
		{"badop", []Instr{{77, 0}}},
		{"swap", []Instr{{PUSH, 3}, {SWAP, 0}}},
		{"ret", []Instr{{RET, 0}}},
		{"call", []Instr{{CALL, 3}, {PRINT, 0}, {HALT, 0}, {PUSH, 6}, {DUP, 0}, {MUL, 0}, {RET, 0}}},
		{"minint", []Instr{{PUSH, -1 << 31}, {PUSH, -1}, {DIV, 0}, {PRINT, 0}}},
		{"jneg", []Instr{{JMP, -5}}},
	}
	for _, p := range progs {
		vm := New(p.code)
		err := vm.Run()
		var ops []int
		for o := range vm.counts {
			ops = append(ops, int(o))
		}
		sort.Ints(ops)
		fmt.Printf("%-8s out=%q err=%v steps=%d ops=%v\n", p.name, vm.out.String(), err, vm.steps, ops)
	}
	vm := New([]Instr{{PUSH, 1}, {200, 5}})
	for i := 0; i < 2; i++ {
		in := vm.code[i]
		fmt.Fprintln(os.Stdout, in)
		vm.hooks[in.Op](vm, in)
	}
}
