/** Codewords that let a reader mend a block (ISO/IEC 18004, section 7.5.2): the remainder of a division in GF(2^8). */
export function errorCorrection(block: readonly number[], degree: number): number[] {
  const divisor = divisorOf(degree);
  const remainder = new Array<number>(degree).fill(0);
  for (const codeword of block) {
    const factor = codeword ^ (remainder.shift() ?? 0);
    remainder.push(0);
    for (const [at, coefficient] of divisor.entries())
      remainder[at] = (remainder[at] ?? 0) ^ multiply(coefficient, factor);
  }
  return remainder;
}

/** Product of (x - 2^i) for i from 0, highest power first and left out, since it is 1. */
function divisorOf(degree: number): number[] {
  const divisor = new Array<number>(degree).fill(0);
  divisor[degree - 1] = 1;
  let root = 1;
  for (let step = 0; step < degree; step += 1) {
    for (let at = 0; at < degree; at += 1)
      divisor[at] = multiply(divisor[at] ?? 0, root) ^ (at + 1 < degree ? (divisor[at + 1] ?? 0) : 0);
    root = multiply(root, 2);
  }
  return divisor;
}

const fieldPolynomial = 0x11d;

function multiply(one: number, other: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * fieldPolynomial);
    product ^= ((other >>> bit) & 1) * one;
  }
  return product;
}
