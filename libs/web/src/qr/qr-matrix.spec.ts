import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { qrMatrix } from './qr-matrix.ts';

const lines = (text: string): string[] => qrMatrix(text).map((row) => row.map((dark) => (dark ? '#' : '.')).join(''));

describe('a QR code', () => {
  it('is as large as its text needs, up to version 10', () => {
    expect(['A', 'x'.repeat(30), 'y'.repeat(100), 'w'.repeat(200)].map((text) => lines(text).length)).toEqual([
      21, 29, 41, 57,
    ]);
    expect(() => qrMatrix('w'.repeat(300))).toThrow(RangeError);
  });

  it('begins with a finder pattern in three corners', () => {
    const code = lines('A');
    expect(code[0]).toMatch(/^#{7}\.[.#]{5}\.#{7}$/);
    expect(code[3]).toMatch(/^#\.###\.#\.[.#]{5}\.#\.###\.#$/);
    expect(code.at(-1)).toMatch(/^#{7}\./);
  });

  it('of an activation code is, module by module, what another implementation makes of it', () => {
    const modules = lines('LPA:1$smdp.mytelco.example$0123456789ABCDEF0123456789ABCDEF')
      .join('\n')
      .replaceAll('#', '1')
      .replaceAll('.', '0');
    // Made with python-qrcode 8, mask 0, level M.
    expect(createHash('sha256').update(modules).digest('hex')).toBe(
      '53050a8d84af06f777f0bdbb0501f7ba7626b1f10bb08bc0f8dc056760d27e46',
    );
  });
});
