import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { Configuration } from '@wellspring/platform';
import { invoice } from '../../test/fakes/invoices.ts';
import type { Bill } from '../bill/bill.ts';
import { mapInvoice } from '../billing-engine/invoice.mapping.ts';
import { billPdf } from './bill-pdf.ts';
import type { BillLanguage } from './bill-texts.ts';
import type { PrintedBill } from './printed-bill.ts';
import { Seller } from './seller.ts';

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
  if (!('record' in mapped)) throw new Error(mapped.rejected.reason);
  return mapped.record;
}

const seller = Configuration.load([Seller], {
  SELLER_NAME: 'Wellspring Telecom OÜ',
  SELLER_ADDRESS: 'Allika 1, 10111 Tallinn, Estonia',
  SELLER_REGISTRATION_NUMBER: '10000001',
  SELLER_VAT_NUMBER: 'EE100000001',
  SELLER_BANK_ACCOUNT: 'EE38 2200 2210 2014 5685',
  SELLER_BANK: 'Näidispank, HABAEE2X',
}).get(Seller);

const printed = (lines: number, language: BillLanguage): PrintedBill => ({
  bill: bill(lines),
  customer: { name: 'Mari Maasikas', email: 'mari@example.com' },
  seller,
  language,
});

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
    ['et', 'Maksetähtaeg Lehekülg õ Müüja EUR'],
    ['ru', 'Счёт Оплатить до Страница EUR'],
    ['en', 'Total excluding VAT EUR'],
  ])('can show every letter of %s', async (language, text) => {
    const pdf = await billPdf(printed(3, language));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const characters = charactersOf(pdf);
    expect(Array.from(text).filter((character) => character !== ' ' && !characters.has(character))).toEqual([]);
  });

  it('says who bills, and where to pay, and is tagged for screen readers', async () => {
    const pdf = (await billPdf(printed(3, 'en'))).toString('latin1');
    expect(pdf).toContain('/Marked true');
    expect(pdf).toContain('pdfuaid:part>1<');
    for (const type of ['Document', 'H1', 'Table', 'TH', 'TD']) expect(pdf).toContain(`/S /${type}\n`);
    expect(pdf.match(/\/S \/TR\n/g)).toHaveLength(4);
  });

  it('goes on on further pages', async () => {
    const pdf = await billPdf(printed(120, 'en'));
    expect(pdf.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(4);
  });
});
