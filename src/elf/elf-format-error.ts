/**
 * What every reader of ELF throws, and the only thing it throws, for a file that breaks the format: the offset in the
 * file, what was expected there and what was found.
 */
export class ElfFormatError extends Error {
  override name = 'ElfFormatError';

  constructor(
    readonly offset: number,
    readonly expectation: string,
    readonly finding: string,
  ) {
    super(`ELF: expected ${expectation}, found ${finding} (at offset 0x${offset.toString(16)})`);
  }
}
