import { describe, expect, it, jest } from '@jest/globals';
import { ForbiddenError } from './auth.errors.ts';
import { CustomerOwned } from './customer-owned.ts';
import type { Customer } from './caller.ts';

interface Bill {
  id: string;
  customerId: string;
}

interface Options {
  where?: object | object[];
  take?: number;
}

const customer: Customer = {
  kind: 'customer',
  id: 'C-1001',
  sessionId: undefined,
  email: undefined,
  name: undefined,
  locale: undefined,
  scopes: new Set(),
};
const own: Bill = { id: 'INV-1', customerId: 'C-1001' };
const foreign: Bill = { id: 'INV-2', customerId: 'C-1002' };

function bills(rows: Bill[]) {
  const source = {
    find: jest.fn<(options?: Options) => Promise<Bill[]>>(() => Promise.resolve(rows)),
    findOne: jest.fn<(options: Options) => Promise<Bill | null>>(() => Promise.resolve(rows[0] ?? null)),
    count: jest.fn<(options?: Options) => Promise<number>>(() => Promise.resolve(rows.length)),
  };
  return { source, owned: new CustomerOwned<Bill, Options, Options>(source).of(customer) };
}

describe('CustomerOwned', () => {
  it.each([
    [{}, { customerId: 'C-1001' }],
    [{ where: { id: 'INV-1' } }, { id: 'INV-1', customerId: 'C-1001' }],
    [{ where: { customerId: 'C-1002' } }, { customerId: 'C-1001' }],
    [{ where: [] }, { customerId: 'C-1001' }],
    [
      { where: [{ id: 'INV-1' }, { id: 'INV-2' }] },
      [
        { id: 'INV-1', customerId: 'C-1001' },
        { id: 'INV-2', customerId: 'C-1001' },
      ],
    ],
  ])('asks only for what is the customer’s: %j', async (options, where) => {
    const { source, owned } = bills([own]);
    await owned.find({ ...options, take: 5 });
    await owned.findOne(options);
    await owned.count(options);
    expect(source.find).toHaveBeenCalledWith({ where, take: 5 });
    expect(source.findOne).toHaveBeenCalledWith({ where });
    expect(source.count).toHaveBeenCalledWith({ where });
  });

  it('lets nothing of another customer out, even if it is found', async () => {
    const { owned } = bills([foreign]);
    await expect(owned.find({})).rejects.toThrow(ForbiddenError);
    await expect(owned.findOne({})).rejects.toThrow(ForbiddenError);
  });

  it('gives what is there', async () => {
    expect(await bills([own]).owned.findOne({})).toEqual(own);
    expect(await bills([]).owned.findOne({})).toBeNull();
  });
});
