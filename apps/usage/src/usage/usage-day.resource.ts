import {
  dateTime,
  defineResource,
  entityRef,
  identified,
  instant,
  money,
  moneySql,
  oneOf,
  ownedBy,
  text,
} from '@wellspring/tmf';
import { z } from 'zod';
import { resourcePaths } from '../resource-paths.ts';
import { unitSql, usageTypes, usageUnits, usageZones } from './usage.ts';

/** What one product used on a day, in UTC, of one type in one zone. TMF635 has single uses only. */
const document = z.object({
  ...identified('UsageDay'),
  date: dateTime,
  usageType: z.enum(usageTypes),
  zone: z.enum(usageZones),
  amount: z.number(),
  units: z.enum(usageUnits),
  charge: money,
  product: entityRef,
});

/** Sums change with every record, so their documents are made when they are read. */
const documentSql = `(json_build_object(
  'id', id, 'href', '${resourcePaths.usageDay}/' || id, 'date', to_char(day at time zone 'UTC', 'YYYY-MM-DD"T00:00:00.000Z"'),
  'usageType', type, 'zone', zone, 'amount', quantity,
  'units', ${unitSql},
  'charge', ${moneySql('charge_minor', 'currency')},
  'product', json_build_object('id', product_id, 'href', '${resourcePaths.product}/' || product_id,
                               '@referredType', 'Product'),
  '@type', 'UsageDay'))`;

export const usageDayResource = defineResource({
  name: 'usage day',
  type: 'UsageDay',
  path: resourcePaths.usageDay,
  document,
  documentColumn: documentSql,
  table: 'usage_day',
  key: text('id'),
  access: ownedBy('customer_id'),
  filters: {
    date: instant('day'),
    usageType: oneOf('type', usageTypes),
    zone: oneOf('zone', usageZones),
    'product.id': text('product_id'),
  },
  sorts: { date: instant('day') },
  defaultSort: '-date',
  maxLimit: 1_000,
});
