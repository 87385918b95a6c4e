import { expect, test } from 'vitest';
import { type Diagnostic, formatDiagnostic, renderDiagnostics } from '../../src/toolchain/diagnostics.ts';

const at = (line: number, col: number, message: string, file = './f.go'): Diagnostic => ({ file, line, col, message });
const render = (list: readonly Diagnostic[]): string[] => renderDiagnostics(list, { all: false });

test('a position is shown as far as it is known', () => {
  expect(formatDiagnostic(at(3, 10, 'm'))).toBe('./f.go:3:10: m');
  expect(formatDiagnostic(at(3, 0, 'm'))).toBe('./f.go:3: m');
  expect(formatDiagnostic(at(3, 254, 'm'))).toBe('./f.go:3:254: m');
  expect(formatDiagnostic(at(3, 255, 'm'))).toBe('./f.go:3: m');
  expect(formatDiagnostic(at(0, 0, 'm'))).toBe('./f.go: m');
  expect(formatDiagnostic(at(0, 0, 'm', ''))).toBe('m');
});

test('errors are sorted by file of first appearance, line and column', () => {
  expect(render([at(5, 1, 'b'), at(1, 1, 'x', './a.go'), at(2, 9, 'c'), at(2, 3, 'a')])).toEqual([
    './f.go:2:3: a', './f.go:2:9: c', './f.go:5:1: b', './a.go:1:1: x',
  ]);
});

test('a line shows one syntax error, and no message twice', () => {
  expect(render([at(1, 1, 'syntax error: a'), at(1, 5, 'syntax error: b'), at(2, 1, 'syntax error: b')])).toHaveLength(2);
  expect(render([at(1, 1, 'm'), at(1, 5, 'm'), at(1, 7, 'n'), at(1, 9, 'm')])).toEqual(['./f.go:1:1: m', './f.go:1:7: n', './f.go:1:9: m']);
});

test('the tenth error reported is the last, and says so at its own place', () => {
  const reported = Array.from({ length: 12 }, (_, i) => at(20 - i, 1, `e${i}`));
  const lines = render(reported);
  expect(lines).toHaveLength(11);
  expect(lines[0]).toBe('./f.go:11:1: e9');
  expect(lines[9]).toBe('./f.go:20:1: e0');
  expect(lines[10]).toBe('./f.go:11:1: too many errors');
  expect(renderDiagnostics(reported, { all: true })).toHaveLength(12);
});
