import type { ProductKind, ProductState } from '@wellspring/contract-inventory';
import { assertConsistent, recordReader } from '@wellspring/read-model';
import { minorUnitsOf } from '@wellspring/tmf';
import type { Product } from '../product/product.ts';
import { type Service, serviceSchema } from './service.schema.ts';

/** Provisioning says no currency: its prices are in the operator's own. */
const currency = 'EUR';

const kinds: Readonly<Record<Service['type'], ProductKind>> = {
  LINE: 'line',
  INTERNET: 'internet',
  TV: 'television',
  EXTRA: 'extra',
  DEVICE: 'device',
};

/** Provisioning's service in this service's terms, or why it is not to be shown to anybody. */
export const mapService = recordReader({
  schema: serviceSchema,
  id: 'serviceNo',
  version: 'changeSeq',
  owner: 'customerNo',
  map: productOf,
});

function productOf(service: Service): Product {
  const { since, ended, status, sim, device, contract } = service;
  assertConsistent((status === 'ENDED') === (ended !== null), 'it has ended and has no end, or the reverse');
  assertConsistent(ended === null || ended >= since, 'it ended before it began');
  assertConsistent(device === null || device.paid <= device.instalments, 'more instalments are paid than there are');
  return {
    id: service.serviceNo,
    customerId: service.customerNo,
    kind: kinds[service.type],
    offering: service.product,
    partOf: service.belongsTo,
    phoneNumber: service.number,
    state: stateOf(service),
    startedOn: since,
    endedOn: ended,
    currency,
    monthlyMinor: minor(service.monthlyPrice),
    contract: { kind: contract.type, endsOn: contract.until, noticeDays: contract.noticeDays },
    roaming: service.roaming === null ? null : service.roaming === 'ON' ? 'on' : 'off',
    sim: sim && { number: sim.iccid, kind: sim.type === 'ESIM' ? 'esim' : 'plastic' },
    instalments: device && {
      model: device.model,
      financedBy: device.financedBy,
      total: device.instalments,
      paid: device.paid,
      monthlyMinor: minor(device.monthlyAmount),
      paidOffOn: device.paidOffOn,
    },
    changeSeq: service.changeSeq,
  };
}

function stateOf({ status, sim }: Service): ProductState {
  if (status === 'ENDED') return 'terminated';
  return sim?.status === 'BLOCKED' ? 'suspended' : 'active';
}

function minor(text: string): number {
  const amountMinor = minorUnitsOf(text, currency);
  assertConsistent(amountMinor !== undefined, "an amount is finer than the currency's smallest unit");
  return amountMinor;
}
