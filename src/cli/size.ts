/** Sizes as users write them: bytes, or with K, M, G, KiB, MiB, GiB as powers of 1024. */
import { InvalidArgumentError } from 'commander';

const UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** Reads a size. Throws commander's error, which names option and value, for what is not one. */
export function parseSize(text: string): number {
  const match = /^(\d{1,10})(?:([KMG])(?:i?B)?|B)?$/i.exec(text.trim());
  if (match === null) throw new InvalidArgumentError('Not a size: expected bytes or 64K, 4M, 1G.');
  return Number(match[1]) * UNITS[(match[2] ?? '').toUpperCase()]!;
}

/** '64K' for 65536: the largest unit that divides it. */
export function formatSize(bytes: number): string {
  for (const unit of ['G', 'M', 'K'] as const) {
    if (bytes > 0 && bytes % UNITS[unit]! === 0) return `${bytes / UNITS[unit]!}${unit}`;
  }
  return String(bytes);
}
