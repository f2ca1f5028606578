import { defineResource, instant, oneOf, text } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';
import { productKinds, productStates } from './product.ts';

/** TMF637 `product`: what can be asked of it. */
export const productResource = defineResource({
  path: resourcePaths.product,
  table: 'product',
  documentColumn: 'document',
  key: text('id'),
  ownerColumn: 'customer_id',
  filters: {
    status: oneOf('state', productStates),
    kind: oneOf('kind', productKinds),
    name: text('name'),
    startDate: instant('started_at'),
    'productOffering.name': text('offering'),
  },
  sorts: {
    id: text('id'),
    name: text('name'),
    startDate: instant('started_at'),
    status: oneOf('state', productStates),
  },
  defaultSort: 'id',
  fields: [
    'id',
    'href',
    'name',
    'description',
    'kind',
    'status',
    'startDate',
    'terminationDate',
    'isCustomerVisible',
    'productSerialNumber',
    'productCharacteristic',
    'productOffering',
    'productPrice',
    'productRelationship',
    'productTerm',
    'relatedParty',
    '@type',
  ],
  defaultLimit: 50,
  maxLimit: 200,
});
