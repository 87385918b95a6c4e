/**
 * Numbers of the types that are declared inside functions, which traces show behind their names (`main.(*list·3).Len`). As in Go's compiler they count
 * through the package in the order of the text, function literals of package variables included; aliases are no types of their own.
 */
import type { File } from '../syntax/ast.ts';
import type { Pos } from '../syntax/position.ts';
import { walk } from './walk.ts';

/** The numbers by the places of the names. */
export function localTypeNumbers(files: readonly File[]): ReadonlyMap<Pos, number> {
  const numbers = new Map<Pos, number>();
  for (const { declList } of files) {
    for (const declaration of declList) {
      if (declaration.kind !== 'VarDecl' && declaration.kind !== 'FuncDecl') continue;
      walk(declaration, (node) => {
        if (node.kind === 'TypeDecl' && !node.alias) numbers.set(node.name.pos, numbers.size + 1);
      });
    }
  }
  return numbers;
}
