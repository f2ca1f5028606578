import { describe, expect, it } from '@jest/globals';
import { InvalidRequestError, parseInput } from '@wellspring/platform';
import { type PaymentOrder, paymentOrder } from './payment-order.ts';

const euros = (value: number) => ({ unit: 'EUR', value });
const body = (over: object = {}) => ({
  totalAmount: euros(49.9),
  paymentItem: [{ item: { id: 'INV-1', '@referredType': 'CustomerBill' }, amount: euros(49.9) }],
  paymentMethod: { '@type': 'bankCard', token: 'tok_visa' },
  ...over,
});

const parse = (order: unknown): PaymentOrder => parseInput(paymentOrder, order);

describe('a payment order', () => {
  it('reads which bill is paid, how much and with what', () => {
    expect(parse(body())).toEqual({
      billId: 'INV-1',
      amountMinor: 4990,
      currency: 'EUR',
      instrumentToken: 'tok_visa',
    });
  });

  it('takes the amount from wherever it is', () => {
    expect(parse(body({ totalAmount: undefined, amount: euros(49.9) }))).toMatchObject({
      amountMinor: 4990,
    });
  });

  it.each<[string, object]>([
    ['totalAmount', { totalAmount: undefined, paymentItem: [{ item: { id: 'INV-1' } }] }],
    ['totalAmount', { amount: euros(49.91) }],
    ['totalAmount', { totalAmount: { unit: 'USD', value: 49.9 } }],
    ['totalAmount.value', { totalAmount: euros(49.905), paymentItem: [{ item: { id: 'INV-1' } }] }],
    ['totalAmount.value', { totalAmount: euros(0), paymentItem: [{ item: { id: 'INV-1' } }] }],
    ['totalAmount.value', { totalAmount: { unit: 'EUR', value: '49.90' } }],
    ['totalAmount.unit', { totalAmount: { unit: 'euro', value: 49.9 } }],
    ['paymentItem', { paymentItem: [] }],
    ['paymentItem', { paymentItem: [{ item: { id: 'INV-1' } }, { item: { id: 'INV-2' } }] }],
    ['paymentItem.0.item.id', { paymentItem: [{ item: {} }] }],
    ['paymentItem.0.item.id', { paymentItem: [{ item: { id: 'INV\0-1' } }] }],
    ['paymentMethod', { paymentMethod: undefined }],
    ['paymentMethod.@type', { paymentMethod: { '@type': 'cash' } }],
    ['paymentMethod.token', { paymentMethod: { '@type': 'bankCard', token: '4111111111111111' } }],
  ])('names %s and its rule', (field, over) => {
    const errors = errorsOf(body(over));
    expect(errors.map((error) => error.field)).toContain(field);
  });

  it('never repeats a card number', () => {
    const [error] = errorsOf(body({ paymentMethod: { '@type': 'bankCard', token: '4111111111111111' } }));
    expect(error?.message).toMatch(/never a card number/);
    expect(JSON.stringify(error)).not.toContain('4111');
  });
});

function errorsOf(request: unknown): InvalidRequestError['errors'] {
  try {
    parse(request);
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.errors;
    throw error;
  }
  return [];
}
