import type { UsageType, UsageZone } from '@wellspring/contract-usage';
import { assertConsistent, recordReader } from '@wellspring/read-model';
import { minorUnitsOf } from '@wellspring/tmf';
import type { UsageRecord } from '../usage/usage.ts';
import { type RatedRecord, usageRecordSchema } from './usage-record.schema.ts';

export const typeOf: Readonly<Record<RatedRecord['kind'], UsageType>> = {
  DATA: 'data',
  VOICE: 'voice',
  MESSAGE: 'message',
};

export const zoneOf: Readonly<Record<RatedRecord['zone'], UsageZone>> = {
  HOME: 'home',
  ROAMING: 'roaming',
  ABROAD: 'abroad',
  PREMIUM: 'premium',
};

/** Rating's usage record in this service's terms, or why it is not counted. */
export const mapUsageRecord = recordReader({
  schema: usageRecordSchema,
  id: 'recordNo',
  version: 'changeSeq',
  owner: 'customerNo',
  map: (record): UsageRecord => ({
    id: record.recordNo,
    customerId: record.customerNo,
    productId: record.lineNo,
    type: typeOf[record.kind],
    zone: zoneOf[record.zone],
    startedAt: new Date(record.startedAt).toISOString(),
    quantity: record.quantity,
    chargeMinor: minor(record.charge, record.currency),
    currency: record.currency,
    changeSeq: record.changeSeq,
  }),
});

export function minor(text: string, currency: string): number {
  const amountMinor = minorUnitsOf(text, currency);
  assertConsistent(amountMinor !== undefined, "an amount is finer than the currency's smallest unit");
  return amountMinor;
}
