import { usageDocument, usageTypes, usageZones } from '@wellspring/contract-usage';
import { defineResource, instant, moneySql, oneOf, ownedBy, text } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';
import { unitSql } from './usage.ts';

/** There are very many uses, and few are ever looked at: their documents are made when they are read. */
const documentSql = `(json_build_object(
  'id', id, 'href', '${resourcePaths.usage}/' || id,
  'usageDate', to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'usageType', type, 'status', 'rated',
  'usageCharacteristic', json_build_array(
    json_build_object('name', 'zone', 'value', zone), json_build_object('name', 'amount', 'value', quantity::text),
    json_build_object('name', 'units', 'value', ${unitSql})),
  'ratedProductUsage', json_build_array(json_build_object(
    'taxIncludedRatingAmount', ${moneySql('charge_minor', 'currency')},
    'productRef', json_build_object('id', product_id, 'href', '${resourcePaths.product}/' || product_id,
                                    '@referredType', 'Product'))),
  'relatedParty', json_build_array(json_build_object('id', customer_id, 'role', 'customer',
                                                     '@referredType', 'Customer')),
  '@type', 'Usage'))`;

/** TMF635 `usage`: one rated use. Those of other months are in other partitions, which a filter by date leaves alone. */
export const usageResource = defineResource({
  name: 'usage',
  type: 'Usage',
  path: resourcePaths.usage,
  document: usageDocument,
  documentColumn: documentSql,
  table: 'usage_record',
  key: text('id'),
  access: ownedBy('customer_id'),
  filters: {
    usageDate: instant('started_at'),
    usageType: oneOf('type', usageTypes),
    zone: oneOf('zone', usageZones),
    'ratedProductUsage.productRef.id': text('product_id'),
  },
  sorts: { usageDate: instant('started_at') },
  defaultSort: '-usageDate',
});
