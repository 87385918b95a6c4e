/** The hash in type descriptors and method tables: FNV-1a over the type's key. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

export function typeHash(key: string): number {
  let hash = FNV_OFFSET | 0;
  for (let i = 0; i < key.length; i++) {
    hash = Math.imul(hash ^ (key.charCodeAt(i) & 0xff), FNV_PRIME);
    hash = Math.imul(hash ^ (key.charCodeAt(i) >>> 8), FNV_PRIME);
  }
  return hash;
}
