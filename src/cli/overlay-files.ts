/** From a tree file and objects to an overlaid program. */
import type { ObjectFile } from '../elf/object-file.ts';
import { linkOverlays, type OverlayLinkOptions, type OverlayLinkResult } from '../toolchain/link/overlay-link.ts';
import { parseOverlayTree, type OverlayTree } from '../toolchain/link/overlay-tree.ts';
import { renderSourceDiagnostics, type SourceDiagnostic } from '../toolchain/source-diagnostic.ts';
import { failWith, readProgramFile } from './program-files.ts';

/** Reads a tree file. Mistakes in it end the command. */
export function readOverlayTree(path: string): OverlayTree {
  const diagnostics: SourceDiagnostic[] = [];
  const tree = parseOverlayTree(new TextDecoder().decode(readProgramFile(path)), path, diagnostics);
  return diagnostics.length > 0 ? failWith(diagnostics) : tree;
}

/** Links objects as an overlaid program. Errors end the command. */
export function linkOverlayObjects(objects: readonly ObjectFile[], options: OverlayLinkOptions): OverlayLinkResult & { readonly bytes: Uint8Array } {
  const result = linkOverlays(objects, options);
  if (result.bytes === null) return failWith(result.diagnostics);
  process.stderr.write(renderSourceDiagnostics(result.diagnostics));
  return { ...result, bytes: result.bytes };
}
