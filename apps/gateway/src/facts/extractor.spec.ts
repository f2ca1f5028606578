import { describe, expect, it } from '@jest/globals';
import { checkEach, checkFact, Extractor } from './extractor.ts';

const page = `<!doctype html><title>Invoices</title>
<table class=invoices>
  <tr><th>No<th>Amount<th>Due
  <tr data-no="INV-1"><td class=amount>49,90&nbsp;€<td class=due>15.11.2026<td class=status> Open <td><a href="/invoices/INV-1">more</a>
  <tr data-no="INV-2"><td class=amount>1 049,00 €<td class=due>15.10.2026<td class=status>Paid
</table>`;

const bills = [
  { billNo: 'INV-1', amountDue: { unit: 'EUR', value: 49.9 }, paymentDueDate: '2026-11-15T00:00:00Z', state: 'sent' },
  {
    billNo: 'INV-2',
    amountDue: { unit: 'EUR', value: 1049 },
    paymentDueDate: '2026-10-15T00:00:00Z',
    state: 'settled',
  },
];

const fromHtml = new Extractor({
  format: 'html',
  each: 'table.invoices tr[data-no]',
  facts: {
    number: '@data-no',
    amount: '.amount | money',
    due: '.due | date',
    status: '.status | map(Open=open, Paid=paid)',
  },
});
const fromJson = new Extractor({
  format: 'json',
  each: '$[*]',
  facts: {
    number: 'billNo',
    amount: 'amountDue | money',
    due: 'paymentDueDate | date',
    status: "$['state'] | map(sent=open, settled=paid)",
  },
});

describe('Extractor', () => {
  it('finds the same facts in the old page and in the new answer', () => {
    expect(fromHtml.extract(page)).toEqual([
      { number: 'INV-1', amount: '49.90 EUR', due: '2026-11-15', status: 'open' },
      { number: 'INV-2', amount: '1049.00 EUR', due: '2026-10-15', status: 'paid' },
    ]);
    expect(fromJson.extract(JSON.stringify(bills))).toEqual(fromHtml.extract(page));
  });

  it('reads attributes of elements inside, and nothing where nothing is', () => {
    const links = new Extractor({
      format: 'html',
      each: 'tr[data-no]',
      facts: { link: 'a@href', missing: '.nowhere | money', attribute: 'a@title' },
    });
    expect(links.extract(page)[0]).toEqual({ link: '/invoices/INV-1', missing: null, attribute: null });
    expect(links.extract(page)[1]).toEqual({ link: null, missing: null, attribute: null });
  });

  it('takes the whole answer for one item without `each`', () => {
    expect(new Extractor({ format: 'html', facts: { title: 'title' } }).extract(page)).toEqual([{ title: 'Invoices' }]);
    expect(new Extractor({ format: 'json', facts: { first: '[0].billNo' } }).extract(JSON.stringify(bills))).toEqual([
      { first: 'INV-1' },
    ]);
  });

  it('finds no items in a page of another kind', () => {
    expect(fromHtml.extract('Service unavailable')).toEqual([]);
    expect(fromHtml.extract('')).toEqual([]);
  });

  it('does not take something else for JSON', () => {
    expect(() => fromJson.extract('<html>')).toThrow(SyntaxError);
  });

  it('checks places before they are used', () => {
    expect(() => {
      checkFact('html', 'tr[data-no | money');
    }).toThrow("Attribute selector didn't terminate");
    expect(() => {
      checkFact('json', '$.a[ | money');
    }).toThrow('but end of input found');
    expect(() => {
      checkEach('html', 'tr >>> td');
    }).toThrow('Did not expect successive traversals');
    expect(() => {
      checkEach('json', '$[*');
    }).toThrow('but end of input found');
    expect(() => {
      checkFact('html', '.amount | money');
      checkEach('json', '$[?@.state == "sent"]');
    }).not.toThrow();
  });
});
