import { beforeEach, describe, expect, it } from '@jest/globals';
import { forgetPaymentKey, paymentKey } from './payment-key.ts';

describe('the key of a payment', () => {
  beforeEach(() => {
    const kept = new Map<string, string>();
    Object.defineProperty(globalThis, 'localStorage', {
      configurable: true,
      value: {
        getItem: (name: string) => kept.get(name) ?? null,
        setItem: (name: string, value: string) => kept.set(name, value),
        removeItem: (name: string) => kept.delete(name),
      },
    });
  });

  it('is the same for as long as the same is to be paid', () => {
    expect(paymentKey('INV-1', '49.9 EUR tok_visa')).toBe(paymentKey('INV-1', '49.9 EUR tok_visa'));
  });

  it.each(['39.9 EUR tok_visa', '49.9 USD tok_visa', '49.9 EUR tok_other'])('is another one for %s', (changed) => {
    expect(paymentKey('INV-1', changed)).not.toBe(paymentKey('INV-1', '49.9 EUR tok_visa'));
  });

  it('is another one for another bill, and after its payment has ended', () => {
    const key = paymentKey('INV-1', '49.9 EUR');
    expect(paymentKey('INV-2', '49.9 EUR')).not.toBe(key);
    forgetPaymentKey('INV-1', key);
    expect(paymentKey('INV-1', '49.9 EUR')).not.toBe(key);
  });

  it('stays when it is an earlier payment that has ended', () => {
    const key = paymentKey('INV-1', '49.9 EUR');
    forgetPaymentKey('INV-1', 'earlier');
    expect(paymentKey('INV-1', '49.9 EUR')).toBe(key);
  });
});
