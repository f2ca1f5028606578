import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { device, line } from './fakes/services.ts';
import { type Inventory, products, startInventory } from './start-inventory.ts';

jest.setTimeout(60_000);

interface Product {
  id: string;
  name: string;
  status: string;
}

describe('what a customer has', () => {
  let inventory: Inventory;

  beforeAll(async () => {
    const ended = { status: 'ENDED', ended: '2026-10-31', sim: null, roaming: null } as const;
    inventory = await startInventory([
      line(),
      device(),
      line({ serviceNo: 'S-1001-2', type: 'TV', product: 'TV package', number: null, ...ended }),
      line({
        serviceNo: 'S-1002-1',
        customerNo: 'C-1002',
        sim: { iccid: '8937250000010000002', type: 'ESIM', status: 'ACTIVE' },
      }),
    ]);
    await inventory.sync();
  });
  afterEach(() => {
    inventory.provisioning.heal();
  });
  afterAll(() => inventory.stop());

  const patch = (id: string, body: object, customerId = 'C-1001'): ReturnType<Inventory['as']> =>
    inventory.as(customerId, `${products}/${id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify(body),
    });

  it('is shown as TMF637 says, with its contract and its SIM', async () => {
    const { status, headers, body } = await inventory.as<Product[]>('C-1001', products);
    expect(status).toBe(200);
    expect(Number(headers.get('age'))).toBeGreaterThanOrEqual(0);
    expect(body.map(({ id }) => id)).toEqual(['S-1001-1', 'S-1001-1-D', 'S-1001-2']);
    expect(body[0]).toEqual({
      id: 'S-1001-1',
      href: `${products}/S-1001-1`,
      name: 'Mobile 5G',
      description: 'Mobile 5G',
      kind: 'line',
      status: 'active',
      startDate: '2024-03-01T00:00:00.000Z',
      isCustomerVisible: true,
      productSerialNumber: '8937250000010000001',
      productCharacteristic: [
        { name: 'phoneNumber', value: '+372 5100 2000', valueType: 'string' },
        { name: 'roaming', value: 'on', valueType: 'string' },
        { name: 'simNumber', value: '8937250000010000001', valueType: 'string' },
        { name: 'simKind', value: 'plastic', valueType: 'string' },
      ],
      productOffering: { id: 'Mobile 5G', name: 'Mobile 5G', '@referredType': 'ProductOffering' },
      productPrice: [
        {
          priceType: 'recurring',
          recurringChargePeriod: 'month',
          price: { taxIncludedAmount: { unit: 'EUR', value: 49.9 } },
        },
      ],
      productRelationship: [],
      productTerm: [
        {
          name: 'One year',
          noticePeriod: { amount: 30, units: 'day' },
          validFor: { endDateTime: '2027-03-01T00:00:00.000Z' },
        },
      ],
      relatedParty: [{ id: 'C-1001', role: 'customer', '@referredType': 'Customer' }],
      '@type': 'Product',
    });
    expect(body[1]).toMatchObject({
      kind: 'device',
      productPrice: [],
      productRelationship: [{ relationshipType: 'reliesOn', product: { id: 'S-1001-1' } }],
      productCharacteristic: expect.arrayContaining([
        { name: 'instalmentsPaid', value: '7', valueType: 'number' },
        { name: 'instalmentAmount', value: '24.5', valueType: 'number' },
      ]),
    });
    expect(body[2]).toMatchObject({ status: 'terminated', terminationDate: '2026-10-31T00:00:00.000Z' });
  });

  it('can be asked for by state and kind, and one by one by its owner alone', async () => {
    const ids = async (query: string): Promise<string[]> =>
      (await inventory.as<Product[]>('C-1001', `${products}?${query}`)).body.map(({ id }) => id);
    expect(await ids('status=terminated')).toEqual(['S-1001-2']);
    expect(await ids('kind=line,device')).toEqual(['S-1001-1', 'S-1001-1-D']);
    expect((await inventory.as('C-1001', `${products}?status=lost`)).status).toBe(400);
    expect((await inventory.as('C-1001', `${products}/S-1002-1`)).status).toBe(404);
    expect((await inventory.as('C-1002', `${products}/S-1002-1`)).status).toBe(200);
  });

  it('has the name its owner gives it, also after provisioning changed it', async () => {
    expect(await patch('S-1001-1', { name: ' Mum’s phone ' })).toMatchObject({
      status: 200,
      body: { name: 'Mum’s phone', description: 'Mobile 5G' },
    });
    inventory.provisioning.put(line({ roaming: 'OFF' }));
    await inventory.sync();
    const named = await inventory.as<Product[]>('C-1001', `${products}?name=${encodeURIComponent('Mum’s phone')}`);
    expect(named.body).toMatchObject([{ id: 'S-1001-1' }]);
    expect(await patch('S-1001-1', { name: null })).toMatchObject({ body: { name: 'Mobile 5G' } });
  });

  it.each([{ name: '' }, { name: 'x'.repeat(41) }, { name: 'a\u0000b' }, { status: 'terminated' }, {}])(
    'is not changed by a patch that makes no sense: %j',
    async (body) => {
      expect(await patch('S-1001-1', body)).toMatchObject({ status: 400 });
      expect((await patch('S-1002-1', { name: 'Mine' })).status).toBe(404);
    },
  );

  it('is shown as it was, with its age, when provisioning hangs', async () => {
    const impatient = await startInventory([line()], { PRODUCT_FRESH_FOR_MS: '1', PRODUCT_REFRESH_BUDGET_MS: '50' });
    try {
      await impatient.sync();
      impatient.provisioning.hang();
      const { status, headers, body } = await impatient.as('C-1001', products);
      expect(status).toBe(200);
      expect(headers.get('age')).not.toBeNull();
      expect(body).toMatchObject([{ id: 'S-1001-1' }]);
    } finally {
      await impatient.stop();
    }
  });

  it('leaves out what cannot be believed, and keeps it for a person', async () => {
    inventory.provisioning.put(line({ serviceNo: 'S-1003-1', customerNo: 'C-1003', status: 'ENDED' }));
    await inventory.sync();
    expect((await inventory.as('C-1003', products)).body).toEqual([]);
    const answer = await inventory.service.management.get('/read-models/product/quarantine').expect(200);
    expect(answer.body).toMatchObject({
      items: [{ id: 'S-1003-1', reason: 'it has ended and has no end, or the reverse' }],
    });
  });
});

describe('the secrets of a SIM', () => {
  let inventory: Inventory;

  beforeAll(async () => {
    inventory = await startInventory([
      line(),
      device(),
      line({
        serviceNo: 'S-1002-1',
        customerNo: 'C-1002',
        sim: { iccid: '8937250000010000002', type: 'ESIM', status: 'ACTIVE' },
      }),
    ]);
    await inventory.sync();
  });
  afterAll(() => inventory.stop());

  const logged = (): string => JSON.stringify(inventory.service.logs);

  it('are told to their owner, kept by nobody and in no log', async () => {
    const puk = await inventory.as('C-1001', `${products}/S-1001-1/puk`);
    expect(puk).toMatchObject({ status: 200, body: { puk: '12345678' } });
    expect(puk.headers.get('cache-control')).toContain('no-store');
    const code = await inventory.as('C-1002', `${products}/S-1002-1/activationCode`);
    expect(code.body).toEqual({ activationCode: 'LPA:1$smdp.example.com$SECRET-MATCHING-ID' });
    expect(code.headers.get('cache-control')).toContain('no-store');
    const stored = await inventory.service.dataSource.query<unknown[]>(
      `select from product where record::text ~ '12345678|SECRET' or document::text ~ '12345678|SECRET'`,
    );
    expect(stored).toEqual([]);
    expect(logged()).not.toMatch(/12345678|SECRET/);
  });

  it('are in no log when they are malformed, either', async () => {
    inventory.provisioning.puk = 'not-a-PUK';
    expect((await inventory.as('C-1001', `${products}/S-1001-1/puk`)).status).toBe(503);
    expect(logged()).not.toContain('not-a-PUK');
    inventory.provisioning.puk = '12345678';
  });

  it('are nobody else’s, and only where there are any', async () => {
    expect((await inventory.as('C-1002', `${products}/S-1001-1/puk`)).status).toBe(404);
    expect((await inventory.as('C-1001', `${products}/S-1001-1-D/puk`)).status).toBe(422);
    expect(await inventory.as('C-1001', `${products}/S-1001-1/activationCode`)).toMatchObject({
      status: 422,
      body: { code: 'PRODUCT.HAS_NO_SIM' },
    });
  });
});
