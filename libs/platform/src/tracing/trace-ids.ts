import { randomFillSync } from 'node:crypto';

const poolBytes = 8_192;
const pool = Buffer.allocUnsafe(poolBytes);
let used = poolBytes;

/** Random lowercase hex. Drawn from a pool: asking the kernel per request costs more than the rest of the context. */
function randomHex(bytes: number): string {
  if (used + bytes > poolBytes) {
    randomFillSync(pool);
    used = 0;
  }
  const hex = pool.toString('hex', used, used + bytes);
  used += bytes;
  return hex;
}

/** 16 random bytes as hex (W3C Trace Context, section 3.2.2.3). */
export function newTraceId(): string {
  return randomHex(16);
}

/** 8 random bytes as hex (W3C Trace Context, section 3.2.2.4). */
export function newSpanId(): string {
  return randomHex(8);
}
