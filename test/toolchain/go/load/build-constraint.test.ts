import { expect, test } from 'vitest';
import { BUILD_TAGS, matchesConstraints, matchesFileName } from '../../../../src/toolchain/go/load/build-constraint.ts';

test.each([
  ['f.go', true], ['f_linux.go', true], ['f_386.go', true], ['f_linux_386.go', true], ['linux.go', true], ['f_unix.go', true],
  ['f_windows.go', false], ['f_amd64.go', false], ['f_linux_amd64.go', false], ['f_windows_386.go', false], ['f_test.go', false],
  ['f_linux_test.go', false], ['_f.go', false], ['.f.go', false], ['f_linux_x.go', true],
])('%s', (name, isBuilt) => expect(matchesFileName(name, BUILD_TAGS)).toBe(isBuilt));

test.each([
  ['package p', true],
  ['//go:build linux\n\npackage p', true],
  ['//go:build !linux\n\npackage p', false],
  ['//go:build (linux && 386) || windows\npackage p', true],
  ['//go:build linux && !(386 || amd64)\npackage p', false],
  ['//go:build go1.19 && !go1.20 && unix && gc\npackage p', true],
  ['//go:build ignore\npackage p', false],
  ['//go:build linux &&\npackage p', false],
  ['// a comment\n\n//go:build ignore\n\npackage p', false],
  ['/* a\n comment */\n//go:build ignore\npackage p', false],
  ['package p\n//go:build ignore\n', true],
  ['// +build ignore\n\npackage p', false],
  ['// +build ignore\npackage p', true],
  ['// +build windows linux,386\n// +build !cgo\n\npackage p', true],
  ['// +build linux,!386\n\npackage p', false],
  ['//go:build linux\n// +build ignore\n\npackage p', true],
])('%j', (text, isBuilt) => expect(matchesConstraints(text, BUILD_TAGS)).toBe(isBuilt));
