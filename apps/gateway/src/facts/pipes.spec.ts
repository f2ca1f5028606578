import { describe, expect, it } from '@jest/globals';
import { parseExpression } from './expression.ts';
import { type FactValue, sameValue } from './fact.ts';
import { compilePipe, runPipes } from './pipes.ts';

function through(steps: string, value: unknown): FactValue {
  return runPipes(value, parseExpression(`x | ${steps}`).pipes);
}

describe('pipes', () => {
  it('reads the old and the new form of money alike', () => {
    expect(through('money', '49,90 €')).toBe('49.90 EUR');
    expect(through('money', { unit: 'EUR', value: 49.9 })).toBe('49.90 EUR');
    expect(through('money', 'EUR 1 049.90')).toBe('1049.90 EUR');
    expect(through('money', 49.9)).toBe('49.90');
    expect(through('money', { unit: 'JPY', value: 500 })).toBe('500 JPY');
  });

  it('reads amount and currency as two facts', () => {
    expect(through('amount', '49,90 €')).toBe('49.90');
    expect(through('currency', '49,90 €')).toBe('EUR');
    expect(through('amount', { unit: 'EUR', value: 49.9 })).toBe('49.90');
    expect(through('currency', { unit: 'EUR', value: 49.9 })).toBe('EUR');
    expect(through('currency', 'EUR')).toBe('EUR');
  });

  it('shows text as a browser does', () => {
    expect(through('text', '  Mobile\n\t 5G\u00a0 ')).toBe('Mobile 5G');
    expect(through('text | lower', ' OPEN ')).toBe('open');
  });

  it('translates words, and leaves a word it does not know', () => {
    expect(through('map(OPEN=open, Tasutud=paid)', 'Tasutud')).toBe('paid');
    expect(through('map(OPEN=open)', 'overdue')).toBe('overdue');
  });

  it('picks a part of a text', () => {
    expect(through(String.raw`match(/No\. (\d+)/)`, 'Invoice No. 1001')).toBe('1001');
    expect(through(String.raw`match(/\d+/)`, 'Invoice No. 1001')).toBe('1001');
  });

  it('leaves what is not there alone, unless a default is given', () => {
    expect(through('money', null)).toBeNull();
    expect(through('default(none)', null)).toBe('none');
  });

  it('says what could not be read, and finds it equal to nothing', () => {
    const unreadable = through('money | text', 'free');
    expect(unreadable).toEqual({ unreadable: 'money' });
    expect(sameValue(unreadable, through('money', 'free'))).toBe(false);
    expect(sameValue(null, null)).toBe(true);
    expect(sameValue('a', 'b')).toBe(false);
  });

  it.each([
    ['x | shout', /no pipe "shout"; there are text,/],
    ['x | toString', /is not a pipe|no pipe/],
    ['x | money(EUR)', /is no language/],
    ['x | date(Mars/Olympus)', /time zone/],
    ['x | map(OPEN)', /needs pairs/],
    ['x | match(foo)', /regular expression/],
    ['x | match(/(/)', /Invalid regular expression/],
    ['  ', /is empty/],
  ])('refuses %j', (text, reason) => {
    expect(() => parseExpression(text)).toThrow(reason);
  });

  it.each([
    ['amount(de)', '53.000,00 €', '53000.00'],
    ['amount(de)', '1.234', '1234.00'],
    ['amount(en)', '1.234', '1.234'],
    ['amount(en)', '$53,000.00', '53000.00'],
    ['amount(et)', '1\u00a0234,50 €', '1234.50'],
    ['number(ru)', '1 234', '1234'],
    ['money(de)', '−1.234,5 EUR', '-1234.50 EUR'],
  ])('%s reads %s as it is declared to be written', (pipe, text, value) => {
    const [, name = '', argument] = /^([a-z]+)\((.*)\)$/.exec(pipe) ?? [];
    expect(runPipes(text, [compilePipe(name, argument)])).toBe(value);
  });

  it.each([
    ['de', '53,000.00'],
    ['de', '1.23.456,00'],
    ['en', '53.000,00'],
    ['et', '1.234,50'],
  ])('amount(%s) does not read %s, which is written otherwise', (language, text) => {
    expect(runPipes(text, [compilePipe('amount', language)])).toEqual({ unreadable: 'amount' });
  });

  it('a language must be one', () => {
    expect(() => compilePipe('amount', 'klingon')).toThrow(/is no language/);
  });
});
