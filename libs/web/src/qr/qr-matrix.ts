import { bitsOf, codewordsOf } from './codewords.ts';

/** Dark modules by row and column. */
export type QrMatrix = readonly (readonly boolean[])[];

/** Centres of the alignment patterns of versions 1 to 10 (ISO/IEC 18004, annex E). */
const alignments = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];

const levelM = 0b00;
/** Which of the eight masks is used is for readers of the last century to care about: they all say which they are. */
const mask = 0b000;
const isMasked = (row: number, column: number): boolean => (row + column) % 2 === 0;

/** A QR code (ISO/IEC 18004) of a text: byte mode, error correction level M. @throws RangeError when it is too long */
export function qrMatrix(text: string): QrMatrix {
  const { version, codewords } = codewordsOf(text);
  const size = version * 4 + 17;
  const drawing = new Drawing(size);
  drawPatterns(drawing, version);
  drawFormat(drawing);
  if (version >= 7) drawVersion(drawing, version);
  drawData(drawing, codewords);
  return drawing.modules.map((row) => row.map((module) => module ?? false));
}

/** Modules that are drawn; what is undefined is free for data. */
class Drawing {
  readonly size: number;
  readonly modules: (boolean | undefined)[][];

  constructor(size: number) {
    this.size = size;
    this.modules = Array.from({ length: size }, () => new Array<boolean | undefined>(size).fill(undefined));
  }

  set(row: number, column: number, dark: boolean): void {
    const line = this.modules[row];
    if (line && column >= 0 && column < this.size) line[column] = dark;
  }

  isFree(row: number, column: number): boolean {
    return this.modules[row]?.[column] === undefined;
  }
}

function drawPatterns(drawing: Drawing, version: number): void {
  const { size } = drawing;
  for (let at = 0; at < size; at += 1) {
    drawing.set(6, at, at % 2 === 0);
    drawing.set(at, 6, at % 2 === 0);
  }
  for (const [row, column] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const)
    drawRings(drawing, row, column, 4, (ring) => ring !== 2 && ring !== 4);
  const centres = alignments[version - 1] ?? [];
  for (const row of centres)
    for (const column of centres) {
      const isAtFinder = (row === 6 && (column === 6 || column === size - 7)) || (row === size - 7 && column === 6);
      if (!isAtFinder) drawRings(drawing, row, column, 2, (ring) => ring !== 1);
    }
}

/** Squares around a centre, dark or light by their distance from it. */
function drawRings(
  drawing: Drawing,
  row: number,
  column: number,
  radius: number,
  isDark: (ring: number) => boolean,
): void {
  for (let down = -radius; down <= radius; down += 1)
    for (let right = -radius; right <= radius; right += 1)
      drawing.set(row + down, column + right, isDark(Math.max(Math.abs(down), Math.abs(right))));
}

/** Level and mask, twice, with a code that mends them (section 7.9). */
function drawFormat(drawing: Drawing): void {
  const { size } = drawing;
  const value = (levelM << 3) | mask;
  const bits = bitsOf(((value << 10) | remainder(value, 10, 0x537)) ^ 0x5412, 15).toReversed();
  for (const [at, bit] of bits.entries()) {
    const dark = bit === 1;
    const [row, column] = at < 6 ? [at, 8] : at < 8 ? [at + 1, 8] : at === 8 ? [8, 7] : [8, 14 - at];
    drawing.set(row, column, dark);
    if (at < 8) drawing.set(8, size - 1 - at, dark);
    else drawing.set(size - 15 + at, 8, dark);
  }
  drawing.set(size - 8, 8, true);
}

/** From version 7 on, its number, twice (section 7.10). */
function drawVersion(drawing: Drawing, version: number): void {
  const bits = bitsOf((version << 12) | remainder(version, 12, 0x1f25), 18).toReversed();
  for (const [at, bit] of bits.entries()) {
    const [near, far] = [Math.floor(at / 3), drawing.size - 11 + (at % 3)];
    drawing.set(near, far, bit === 1);
    drawing.set(far, near, bit === 1);
  }
}

function remainder(value: number, degree: number, divisor: number): number {
  let rest = value;
  for (let step = 0; step < degree; step += 1) rest = (rest << 1) ^ ((rest >>> (degree - 1)) * divisor);
  return rest;
}

/** Two columns at a time from the right, up and down by turns; the vertical timing pattern is left out (section 7.7.3). */
function drawData(drawing: Drawing, codewords: readonly number[]): void {
  const { size } = drawing;
  const bits = codewords.flatMap((codeword) => bitsOf(codeword, 8));
  let next = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const isUpward = ((right + 1) & 2) === 0;
    for (let step = 0; step < size; step += 1)
      for (const column of [right, right - 1]) {
        const row = isUpward ? size - 1 - step : step;
        if (!drawing.isFree(row, column)) continue;
        drawing.set(row, column, (bits[next] === 1) !== isMasked(row, column));
        next += 1;
      }
  }
}
