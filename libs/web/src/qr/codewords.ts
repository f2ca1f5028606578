import { errorCorrection } from './reed-solomon.ts';

/** Level M of versions 1 to 10 (ISO/IEC 18004, table 9): all codewords, those of correction in a block, and the blocks. */
const versions = [
  { total: 26, correction: 10, blocks: 1 },
  { total: 44, correction: 16, blocks: 1 },
  { total: 70, correction: 26, blocks: 1 },
  { total: 100, correction: 18, blocks: 2 },
  { total: 134, correction: 24, blocks: 2 },
  { total: 172, correction: 16, blocks: 4 },
  { total: 196, correction: 18, blocks: 4 },
  { total: 242, correction: 22, blocks: 4 },
  { total: 292, correction: 22, blocks: 5 },
  { total: 346, correction: 26, blocks: 5 },
] as const;

const byteMode = 0b0100;
const padding = [0xec, 0x11] as const;

/** The smallest version a text fits in, and its codewords in the order they are drawn. */
export function codewordsOf(text: string): { version: number; codewords: number[] } {
  const bytes = [...new TextEncoder().encode(text)];
  for (const [index, { total, correction, blocks }] of versions.entries()) {
    const version = index + 1;
    const capacity = total - correction * blocks;
    const lengthBits = version < 10 ? 8 : 16;
    if (4 + lengthBits + bytes.length * 8 > capacity * 8) continue;
    const data = dataOf(bytes, lengthBits, capacity);
    return { version, codewords: interleaved(data, correction, blocks) };
  }
  throw new RangeError('the text is too long for a QR code of version 10');
}

function dataOf(bytes: readonly number[], lengthBits: number, capacity: number): number[] {
  const bits = [
    ...bitsOf(byteMode, 4),
    ...bitsOf(bytes.length, lengthBits),
    ...bytes.flatMap((byte) => bitsOf(byte, 8)),
  ];
  bits.push(...bitsOf(0, Math.min(4, capacity * 8 - bits.length)));
  bits.push(...bitsOf(0, (8 - (bits.length % 8)) % 8));
  const data: number[] = [];
  for (let at = 0; at < bits.length; at += 8) data.push(Number.parseInt(bits.slice(at, at + 8).join(''), 2));
  for (let at = 0; data.length < capacity; at += 1) data.push(padding[at % 2] ?? 0);
  return data;
}

/** Blocks side by side, so that a stain spoils a little of each. The later ones are longer where it does not come out even. */
function interleaved(data: readonly number[], correction: number, blocks: number): number[] {
  const short = Math.floor(data.length / blocks);
  const shortBlocks = blocks - (data.length % blocks);
  let start = 0;
  const parts = Array.from({ length: blocks }, (_, block) => {
    const length = short + (block < shortBlocks ? 0 : 1);
    const part = data.slice(start, start + length);
    start += length;
    return { data: part, correction: errorCorrection(part, correction) };
  });
  const columns = (length: number, of: (part: (typeof parts)[number]) => readonly number[]): number[] =>
    Array.from({ length }, (_, at) => parts.flatMap((part) => of(part)[at] ?? [])).flat();
  return [...columns(short + 1, (part) => part.data), ...columns(correction, (part) => part.correction)];
}

export function bitsOf(value: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => (value >>> (count - 1 - at)) & 1);
}
