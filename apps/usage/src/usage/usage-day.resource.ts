import { usageDayDocument, usageTypes, usageZones } from '@wellspring/contract-usage';
import { defineResource, instant, moneySql, oneOf, ownedBy, text } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';
import { unitSql } from './usage.ts';

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
  document: usageDayDocument,
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
