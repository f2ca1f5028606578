import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { decodeBody } from './decode-body.ts';

const text = 'Arve nr 1: 49,90 €';
const plain = Buffer.from(text);

describe('decodeBody', () => {
  it.each([
    ['', plain],
    ['identity', plain],
    ['gzip', gzipSync(plain)],
    ['x-gzip', gzipSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['zstd', zstdCompressSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
    ['GZIP, br', brotliCompressSync(gzipSync(plain))],
  ])('undoes %j', (coding, body) => {
    expect(decodeBody(body, coding)).toBe(text);
  });

  it('reads the charset of an old page', () => {
    expect(decodeBody(Buffer.from([0xd5, 0x75, 0x6e]), '', 'text/html; charset=iso-8859-1')).toBe('Õun');
  });

  it('refuses what it cannot undo', () => {
    expect(() => decodeBody(plain, 'snappy')).toThrow(/unknown content coding/);
    expect(() => decodeBody(plain, 'gzip')).toThrow();
  });

  it('refuses a small body that grows without end', () => {
    expect(() => decodeBody(gzipSync(Buffer.alloc(20_000_000)), 'gzip')).toThrow(/larger than|maxOutputLength|buffer/i);
  });
});
