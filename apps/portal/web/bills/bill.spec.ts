import { describe, expect, it } from '@jest/globals';
import { statusOf, type Bill } from './bill.ts';

const bill: Bill = {
  id: 'INV-1',
  billNo: 'INV-1',
  billDate: '2026-11-01T00:00:00Z',
  paymentDueDate: '2026-11-15T00:00:00Z',
  state: 'sent',
  amountDue: { unit: 'EUR', value: 49.9 },
  remainingAmount: { unit: 'EUR', value: 49.9 },
};

describe('the status of a bill', () => {
  it('is unpaid until the end of the due date, and overdue from then on', () => {
    expect(statusOf(bill, new Date('2026-11-15T23:59:59Z'))).toBe('unpaid');
    expect(statusOf(bill, new Date('2026-11-16T00:00:00Z'))).toBe('overdue');
  });

  it('is paid when settled or when nothing remains, however late', () => {
    expect(statusOf({ ...bill, state: 'settled' }, new Date('2027-01-01'))).toBe('paid');
    expect(statusOf({ ...bill, remainingAmount: { unit: 'EUR', value: 0 } }, new Date('2027-01-01'))).toBe('paid');
  });
});
