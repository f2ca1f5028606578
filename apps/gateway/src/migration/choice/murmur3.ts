const { imul } = Math;
const c1 = 0xcc9e2d51;
const c2 = 0x1b873593;

/**
 * MurmurHash3_x86_32 (Austin Appleby, public domain) of the UTF-8 bytes of `text`.
 *
 * Chosen over SHA-256: it runs on every request of a canary and takes a tenth of the time, its avalanche spreads
 * consecutive customer numbers evenly, and nobody gains anything by forging a collision here.
 */
export function murmur3(text: string, seed = 0): number {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) return hashBytes(Buffer.from(text, 'utf8').toString('latin1'), seed);
  }
  return hashBytes(text, seed);
}

/** @param bytes one character for each byte: spares the buffer for ids, which are ASCII. */
function hashBytes(bytes: string, seed: number): number {
  const blocksEnd = bytes.length & ~3;
  let hash = seed | 0;

  for (let at = 0; at < blocksEnd; at += 4) {
    const block =
      bytes.charCodeAt(at) |
      (bytes.charCodeAt(at + 1) << 8) |
      (bytes.charCodeAt(at + 2) << 16) |
      (bytes.charCodeAt(at + 3) << 24);
    hash ^= scramble(block);
    hash = rotateLeft(hash, 13);
    hash = (imul(hash, 5) + 0xe6546b64) | 0;
  }

  let tail = 0;
  for (let at = bytes.length - 1; at >= blocksEnd; at--) tail = (tail << 8) | bytes.charCodeAt(at);
  if (blocksEnd < bytes.length) hash ^= scramble(tail);

  return finalise(hash ^ bytes.length);
}

function scramble(block: number): number {
  return imul(rotateLeft(imul(block, c1), 15), c2);
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function finalise(value: number): number {
  let hash = value;
  hash ^= hash >>> 16;
  hash = imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return hash >>> 0;
}
