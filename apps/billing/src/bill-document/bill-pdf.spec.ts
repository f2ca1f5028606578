import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { invoice } from '../../test/fakes/invoices.ts';
import type { Bill } from '../bill/bill.ts';
import { mapInvoice } from '../billing-engine/invoice.mapping.ts';
import { billPdf } from './bill-pdf.ts';
import { type BillLanguage, billLanguageOf } from './bill-texts.ts';

function bill(lines: number): Bill {
  const mapped = mapInvoice(
    invoice({
      total: `${lines}.00`,
      open: `${lines}.00`,
      lines: Array.from({ length: lines }, (_, index) => ({
        no: index + 1,
        text: `Mobiilne õhtu ${index + 1}`,
        kind: 'RECURRING',
        net: '0.83',
        vatRate: '20',
        vat: '0.17',
        gross: '1.00',
      })),
    }),
  );
  if (!('bill' in mapped)) throw new Error(mapped.rejected.reason);
  return mapped.bill;
}

/** What the glyphs of a PDF stand for: the characters its ToUnicode maps name. */
function charactersOf(pdf: Buffer): Set<string> {
  const characters = new Set<string>();
  for (const match of pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)) {
    const text = inflated(match[1] ?? '');
    if (!text.includes('beginbfrange')) continue;
    for (const [, hex = ''] of text.matchAll(/<([\da-f]{4})>/g)) characters.add(String.fromCharCode(parseInt(hex, 16)));
  }
  return characters;
}

function inflated(stream: string): string {
  try {
    return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
  } catch {
    return '';
  }
}

describe('billPdf', () => {
  it.each<[BillLanguage, string]>([
    ['et', 'Maksetähtaeg Lehekülg õ €'],
    ['ru', 'Счёт Оплатить до Страница €'],
    ['en', 'Total without VAT €'],
  ])('can show every letter of %s', async (language, text) => {
    const pdf = await billPdf(bill(3), language);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const characters = charactersOf(pdf);
    expect(Array.from(text).filter((character) => character !== ' ' && !characters.has(character))).toEqual([]);
  });

  it('goes on on further pages', async () => {
    const pdf = await billPdf(bill(120), 'en');
    expect(pdf.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(4);
  });
});

describe('billLanguageOf', () => {
  it.each([
    ['et-EE', 'et'],
    ['ru', 'ru'],
    ['EN_gb', 'en'],
    ['fi', 'en'],
    ['constructor', 'en'],
    [undefined, 'en'],
  ])('%p is %p', (locale, language) => {
    expect(billLanguageOf(locale)).toBe(language);
  });
});
