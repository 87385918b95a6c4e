import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallExpr, FuncDecl, Stmt } from '../../../../src/toolchain/go/syntax/ast.ts';
import { nodeString } from '../../../../src/toolchain/go/syntax/node-string.ts';
import { parseBytes, parseText } from '../../../support/go-syntax.ts';

/** The errors of statements within a function; their first line is line 3. */
const errorsInBody = (body: string): readonly string[] => parseText(`package p\nfunc f() {\n${body}\n}\n`).errors;

describe('syntax errors have the words and places of go build', () => {
  test.each([
    ['no package clause', 'x', ['1:1: syntax error: package statement must be first']],
    ['an unclosed argument list', 'package p\nfunc f() {\n\tg(1,\n\t\t2\n}\n', ['4:4: syntax error: unexpected newline in argument list; possibly missing comma or )']],
    ['a brace on its own line', 'package p\nfunc f()\n{\n}\n', ['3:1: syntax error: unexpected semicolon or newline before {']],
    ['a statement outside', 'package p\nx := 1\n', ['2:1: syntax error: non-declaration statement outside function body']],
    ['a declaration that goes on', 'package p\nvar x int y\n', ['2:11: syntax error: unexpected y after top level declaration']],
    ['an import without a path', 'package p\nimport x\n', ['2:9: syntax error: missing import path']],
    ['an import of a number', 'package p\nimport 1\n', ['2:9: syntax error: import path must be a string']],
    ['a missing type', 'package p\ntype T\n', ['2:7: syntax error: unexpected newline in type declaration']],
    ['mixed parameters', 'package p\nfunc f(a int, string) {}\n', ['2:15: syntax error: mixed named and unnamed parameters']],
    ['a method without receiver', 'package p\nfunc () m() {}\n', ['2:9: method has no receiver']],
    ['two receivers', 'package p\nfunc (a, b T) m() {}\n', ['2:15: method has multiple receivers']],
    ['an embedded type in parentheses', 'package p\ntype T struct { (U) }\n', ['2:17: syntax error: cannot parenthesize embedded type']],
    ['type parameters of a method', 'package p\nfunc (r T) m[P any]() {}\n', ['2:13: syntax error: method must have no type parameters']],
    ['empty type parameters', 'package p\nfunc f[]() {}\n', ['2:8: syntax error: empty type parameter list']],
    ['a constraint left out', 'package p\nfunc f[P]() {}\n', ['2:9: syntax error: missing type constraint']],
    ['an end too soon', 'package p\nfunc f() {\n', ['3:1: syntax error: unexpected EOF, expecting }']],
  ])('%s', (_situation, text, errors) => expect(parseText(text).errors).toEqual(errors));

  test.each([
    ['two statements on a line', 'a b', ['3:3: syntax error: unexpected b at end of statement']],
    ['assignment for comparison', 'if x = 1 {}', ['3:6: syntax error: cannot use assignment (x) = (1) as value']],
    ['no condition', 'if {}', ['3:4: syntax error: missing condition in if statement']],
    ['only an initialiser', 'if x := 1; {}', ['3:10: syntax error: missing condition in if statement']],
    ['a condition on the next line', 'if x := 1\n{}', ['3:10: syntax error: unexpected newline, expecting { after if clause']],
    ['var in a header', 'for var i = 0; i < 10; i++ {}', ['3:9: syntax error: var declaration not allowed in for initializer']],
    ['for without its condition', 'for i := 0; {}', ['3:13: syntax error: unexpected {, expecting for loop condition']],
    ['a declaration after the loop', 'for i := 0; i < 3; j := i {}', ['3:22: syntax error: cannot declare in post statement of for loop']],
    ['else without block', 'if x {} else y()', ['3:14: syntax error: else must be followed by if or statement block']],
    ['switch without brace', 'switch x y {}', ['3:10: syntax error: unexpected y, expecting {']],
    ['defer of no call', 'defer f', ['3:7: expression in defer must be function call']],
    ['go in parentheses', 'go (f())', ['3:4: expression in go must not be parenthesized']],
    ['a label before nothing', 'L:\ncase', ['3:2: syntax error: missing statement after label']],
    ['a lonely selector', 'x.', ['4:1: syntax error: unexpected }, expecting name or (']],
    ['an empty index', 'x[]', ['3:3: syntax error: unexpected ], expecting operand']],
    ['a slice without middle', 'x[1::2]', ['3:5: middle index required in 3-index slice']],
    ['a slice without end', 'x[1:2:]', ['3:7: final index required in 3-index slice']],
    ['a literal in parentheses', 'x = (T){}', ['3:8: syntax error: cannot parenthesize type in composite literal']],
    ['a literal list without comma', 'x = []int{\n1\n}', ['4:2: syntax error: unexpected newline in composite literal; possibly missing comma or }']],
  ])('in a function: %s', (_situation, body, errors) => expect(errorsInBody(body).slice(0, 1)).toEqual(errors));

  test('nesting beyond the limit is an error, not a crash', () => {
    expect(errorsInBody(`x = ${'('.repeat(100_000)}`)[0]).toMatch(/syntax error: nesting deeper than/);
    expect(errorsInBody('{'.repeat(100_000))[0]).toMatch(/syntax error: nesting deeper than/);
    expect(errorsInBody(`var x ${'[]'.repeat(100_000)}int`)[0]).toMatch(/syntax error: nesting deeper than/);
  });
});

describe('labels and branches', () => {
  test.each([
    ['break outside', 'break', ['3:1: break is not in a loop, switch, or select']],
    ['continue in a switch', 'switch { case true: continue }', ['3:21: continue is not in a loop']],
    ['an unused label', 'L: for {}', ['3:1: label L defined and not used']],
    ['a missing label', 'goto L', ['3:6: label L not defined']],
    ['a repeated label', 'L: goto L\nL:', ['4:1: label L already defined at f.go:3:1']],
    ['goto over a variable', 'goto L\nx := 1\n_ = x\nL:', ['3:6: goto L jumps over declaration of x at f.go:4:3']],
    ['goto into a block', 'goto L\n{\nL:\n}', ['3:6: goto L jumps into block starting at f.go:4:1']],
    ['break to a block', 'L: {\nfor { break L }\n}', ['4:13: invalid break label L']],
    ['continue to a switch', 'L: switch { case true: for { continue L } }', ['3:39: invalid continue label L']],
    ['break to nothing', 'for { break M }', ['3:13: break label not defined: M']],
    ['fallthrough at the end', 'switch { case true: fallthrough }', ['3:21: cannot fallthrough final case in switch']],
    ['fallthrough in a type switch', 'switch x.(type) { case int: fallthrough\ncase bool: }', ['3:29: cannot fallthrough in type switch']],
    ['fallthrough in a block', 'switch { case true: { fallthrough }\ncase false: }', ['3:23: fallthrough statement out of place']],
    ['sound branches', 'L: for { switch { case a: break; case b: continue L; case c: fallthrough; default: break L } }\ngoto M\nM:', []],
  ])('%s', (_situation, body, errors) => expect(errorsInBody(body)).toEqual(errors));

  test('branches know their targets', () => {
    const { file } = parseText('package p\nfunc f() { L: for { for { continue L } } }');
    const outer = bodyOf(file!.declList[0] as FuncDecl)[0]!;
    const inner = outer.kind === 'LabeledStmt' && outer.stmt.kind === 'ForStmt' ? outer.stmt.body.list[0]! : null;
    const branch = inner?.kind === 'ForStmt' ? inner.body.list[0]! : null;
    expect(branch?.kind === 'BranchStmt' ? branch.target : null).toBe(outer.kind === 'LabeledStmt' ? outer.stmt : null);
  });
});

describe('directives', () => {
  test('belong to the declaration after them', () => {
    const { file, errors } = parseText('package p\n\n//go:noinline\n//go:nosplit\nfunc f()\n\nfunc g()\n');
    expect(errors).toEqual([]);
    expect(file!.declList.map((decl) => decl.pragmas.map(({ verb }) => verb))).toEqual([['go:noinline', 'go:nosplit'], []]);
  });

  test('are misplaced behind code and inside functions', () => {
    expect(parseText('package p\nvar x int //go:noinline\n').errors).toEqual(['2:13: misplaced compiler directive']);
    expect(errorsInBody('//go:noinline\nx()')).toEqual(['3:3: misplaced compiler directive']);
  });

  test('of the file stand anywhere', () => {
    const { file, errors } = parseText('//go:cause sweep\n\npackage p\n//go:linkname a b.c\nvar a int\n');
    expect(errors).toEqual([]);
    expect(file!.filePragmas.map(({ verb, args }) => [verb, ...args])).toEqual([['go:cause', 'sweep'], ['go:linkname', 'a', 'b.c']]);
  });

  test('that are probes stand among statements, also last', () => {
    const { file, errors } = parseText('package p\nfunc f() {\n//go:probe alloc(p, size)\nx()\n//go:probe done()\n}\n');
    expect(errors).toEqual([]);
    const [func] = file!.declList;
    const list = func!.kind === 'FuncDecl' ? func!.body!.list : [];
    expect(list.map((stmt) => (stmt.kind === 'EmptyStmt' ? stmt.probe : stmt.kind))).toEqual([{ name: 'alloc', args: ['p', 'size'] }, 'ExprStmt', { name: 'done', args: [] }]);
  });

  test('that are probes are complained of elsewhere, and if they are not written as calls', () => {
    expect(parseText('package p\n//go:probe a()\nvar x int\n').errors).toEqual([]);
    expect(errorsInBody('//go:probe a\nx()')).toEqual(['3:3: usage: //go:probe name(variable, ...)']);
    expect(errorsInBody('x(1,\n//go:probe a()\n2)')).toEqual(['4:3: misplaced compiler directive']);
  });

  test('of the runtime are for the runtime', () => {
    expect(parseText('package p\n//go:systemstack\nfunc f()\n').errors).toEqual(['2:3: //go:systemstack only allowed in runtime']);
  });

  test.each([
    ['a line', '//line a.go:10\nx x', ['10:0: syntax error: non-declaration statement outside function body']],
    ['a bad line number', '//line a.go:0\n', ['2:13: invalid line number: 0']],
    ['a bad column', '//line a.go:1:0\n', ['2:15: invalid column number: 0']],
    ['no number', '//line a.go:x\n', ['2:13: invalid line number: x']],
  ])('line directive: %s', (_situation, text, errors) => expect(parseText(`package p\n${text}`).errors).toEqual(errors));
});

describe('expressions keep their structure', () => {
  test.each([
    ['a + b*c', 'a + b * c', '+'],
    ['a<<1 | b&^c', 'a << 1 | b &^ c', '|'],
    ['a || b && c == d', 'a || b && c == d', '||'],
    ['-a * -b', '-a * -b', '*'],
    ['<-c + 1', '<-c + 1', '+'],
  ])('%s', (text, printed, op) => {
    const { file } = parseText(`package p\nvar x = ${text}`);
    const decl = file!.declList[0]!;
    const value = decl.kind === 'VarDecl' ? decl.values : null;
    expect(value!.kind === 'Operation' ? value!.op : '').toBe(op);
    expect(nodeString(value!)).toBe(printed);
  });

  test.each([
    'f(a, b...)', 'a.b.c', 'x[1:2:3]', 'x.(T)', 'map[string][]int{…}', '[...]int{…}', 'func(a, b int, c ...string) (x, y int) {…}',
    'struct{a, b int; T "tag"}', 'interface{m(int) error; E}', 'chan (<-chan int)', '<-chan int', 'chan<- int', '&T{…}', '*p.q', 'G[int, string]',
  ])('%s is printed as it is read', (text) => {
    const source = text.replaceAll('…', text.startsWith('func') ? 'return' : '1');
    const { file, errors } = parseText(`package p\nfunc f() { g(${source}) }`);
    expect(errors).toEqual([]);
    const stmt = bodyOf(file!.declList[0] as FuncDecl)[0]!;
    expect(nodeString(((stmt.kind === 'ExprStmt' ? stmt.x : null) as CallExpr).argList[0]!)).toBe(text);
  });
});

function bodyOf(decl: FuncDecl): readonly Stmt[] {
  return decl.body!.list;
}

describe('any input ends with a tree or with errors', () => {
  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const { file, errors } = parseBytes(bytes);
        return file !== null || errors.length > 0;
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('random tokens', () => {
    const token = fc.constantFrom(
      ...'package p;|func|f|(|)|{|}|[|]|if|for|range|switch|case|default|:|:=|=|+|*|&|<-|chan|map|struct|interface|type|var|const|go|defer|return|1|"s"|\n|,|.|...|~|goto|L'.split('|'),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (tokens) => {
        parseText(`package p\nfunc f() {\n${tokens.join(' ')}`);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });
});
