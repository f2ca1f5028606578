import type { Service } from '../../src/provisioning/service.schema.ts';

/** A line with a SIM; give what matters to the test. */
export function line(over: Partial<Service> = {}): Service {
  return {
    serviceNo: 'S-1001-1',
    customerNo: 'C-1001',
    type: 'LINE',
    product: 'Mobile 5G',
    belongsTo: null,
    number: '+372 5100 2000',
    status: 'ACTIVE',
    since: '2024-03-01',
    ended: null,
    monthlyPrice: '49.90',
    contract: { type: 'One year', until: '2027-03-01', noticeDays: 30 },
    roaming: 'ON',
    sim: { iccid: '8937250000010000001', type: 'PLASTIC', status: 'ACTIVE' },
    device: null,
    changeSeq: 1,
    ...over,
  };
}

export function device(over: Partial<Service> = {}): Service {
  return line({
    serviceNo: 'S-1001-1-D',
    type: 'DEVICE',
    product: 'Phone 15',
    belongsTo: 'S-1001-1',
    number: null,
    monthlyPrice: '0.00',
    contract: { type: 'Instalments', until: null, noticeDays: 0 },
    roaming: null,
    sim: null,
    device: {
      model: 'Phone 15',
      financedBy: 'Northern Finance',
      instalments: 24,
      paid: 7,
      monthlyAmount: '24.50',
      paidOffOn: '2028-04-23',
    },
    ...over,
  });
}
