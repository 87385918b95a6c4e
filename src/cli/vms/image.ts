/** Builds the guest image: assembled, linked as the real program is, and padded to its length. */
import { assert } from '../../base/assert.ts';
import { assemble } from '../../toolchain/asm/assemble.ts';
import { link } from '../../toolchain/link/link.ts';
import { Shape } from './image-layout.ts';
import { IMAGE_SOURCE } from './image-source.ts';

/** The bytes of the executable file. */
export function buildImage(): Uint8Array {
  const { object, diagnostics } = assemble(IMAGE_SOURCE, 'vms.s');
  assert(object !== null, `buildImage: ${diagnostics.map(({ message }) => message).join('; ')}`);
  const linked = link([object], { imageBase: Shape.TextStart, dataAddress: Shape.DataStart, segments: 'two', symbols: false });
  assert(linked.bytes !== null, `buildImage: ${linked.diagnostics.map(({ message }) => message).join('; ')}`);
  assert(linked.bytes.length <= Shape.FileLength, `buildImage: ${linked.bytes.length} bytes do not fit into ${Shape.FileLength}`);
  const file = new Uint8Array(Shape.FileLength);
  file.set(linked.bytes);
  return file;
}
