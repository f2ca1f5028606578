import { describe, expect, it } from '@jest/globals';
import { capabilityIn, factIn, isAct, isSignIn, isSignOut, personFactIn } from './words.ts';

describe('what a link says', () => {
  it.each([
    ['/logout', 'en'],
    ['/app/doLogOut.do', 'en, in camel case'],
    ['/index.php?_route=account/sign-out', 'en, in a query'],
    ['/orders/17/cancel', 'en'],
    ['Unsubscribe from letters', 'en'],
    ['/newsletter?action=delete&id=3', 'en'],
    ['Jetzt bestellen', 'de'],
    ['Vertrag kündigen', 'de'],
    ['Löschen', 'de'],
    ['Logi välja', 'et'],
    ['Maksa arve', 'et'],
    ['Tühista tellimus', 'et'],
    ['Выход', 'ru'],
    ['Удалить услугу', 'ru'],
    ['Оплатить', 'ru'],
    ['Iziet', 'lv'],
    ['Pasūtīt', 'lv'],
    ['Dzēst', 'lv'],
    ['Atsijungti', 'lt'],
    ['Ištrinti', 'lt'],
    ['Mokėti sąskaitą', 'lt'],
    ['Kirjaudu ulos', 'fi'],
    ['Poista tilaus', 'fi'],
    ['Maksa lasku', 'fi'],
  ])('%s is an act (%s)', (text) => {
    expect(isAct(text)).toBe(true);
  });

  it.each(['/invoices', '/index.php?_route=accounts/profile', 'Arved', 'Счета', 'Sąskaitos', 'Laskut', '/support/faq'])(
    '%s is none',
    (text) => {
      expect(isAct(text)).toBe(false);
    },
  );

  it.each([
    ['Rechnungen', 'invoices'],
    ['/arved/2026', 'invoices'],
    ['Rēķini', 'invoices'],
    ['Тарифы', 'plan'],
    ['Käyttö', 'usage'],
    ['/index.php?_route=order/list', 'orders'],
    ['Mano paskyra', 'profile'],
    ['/images', undefined],
  ])('%s leads to %s', (text, capability) => {
    expect(capabilityIn(text)).toBe(capability);
  });

  it('tells sign-in from sign-out', () => {
    expect([isSignIn('Kirjaudu sisään'), isSignOut('Kirjaudu ulos')]).toEqual([true, true]);
    expect([isSignIn('/logout'), isSignOut('/login')]).toEqual([false, false]);
  });

  it('knows what stands above a column and beside a value', () => {
    expect(['Due date', 'Maksetähtaeg', 'Kuupäev', 'Сумма', 'Rēķina Nr.', 'Tila'].map(factIn)).toEqual([
      'due',
      'due',
      'date',
      'amount',
      'number',
      'status',
    ]);
    expect(['Kliendinumber:', 'customerNo', 'E-Mail', 'Имя'].map(personFactIn)).toEqual(['id', 'id', 'email', 'name']);
  });
});
