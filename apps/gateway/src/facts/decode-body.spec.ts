import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { decodeBody } from './decode-body.ts';
import { UnreadableError } from './unreadable.ts';

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

  describe('finds the charset', () => {
    const page = (head: string, bytes: number[]): Buffer => Buffer.concat([Buffer.from(head), Buffer.from(bytes)]);

    it.each([
      ['in <meta charset>', page('<head><meta charset="windows-1257">', [0xf0]), undefined, 'š'],
      [
        'in <meta http-equiv>',
        page('<META http-equiv=x content="text/html; charset=windows-1251">', [0xe0]),
        undefined,
        'а',
      ],
      ['in the header before <meta>', page('<meta charset=utf-8>', [0xe0]), 'windows-1251', 'а'],
      ['in a byte order mark before all', Buffer.from('\ufeffš'), 'windows-1251', 'š'],
      ['in the profile where the page says nothing', page('<p>', [0xe0]), undefined, 'ą'],
      [
        'in <meta> of a page that says UTF-16 in single bytes',
        page('<meta charset=utf-16>', [0xc5, 0xa1]),
        undefined,
        'š',
      ],
    ])('%s', (_where, body, header, last) => {
      const contentType = header === undefined ? 'text/html' : `text/html; charset=${header}`;
      expect(decodeBody(body, '', contentType, 'windows-1257').at(-1)).toBe(last);
    });

    it('or says that there is no such one', () => {
      expect(() => decodeBody(plain, '', 'text/html; charset=klingon')).toThrow(new UnreadableError('charset'));
    });
  });

  it('refuses what it cannot undo', () => {
    expect(() => decodeBody(plain, 'snappy')).toThrow(/unknown content coding/);
    expect(() => decodeBody(plain, 'gzip')).toThrow('incorrect header check');
  });

  it('refuses a small body that grows without end', () => {
    expect(() => decodeBody(gzipSync(Buffer.alloc(20_000_000)), 'gzip')).toThrow(/larger than|maxOutputLength|buffer/i);
  });
});
