import { consumptionDocument } from '@wellspring/contract-usage';
import { defineMadeResource } from '@wellspring/tmf';
import { resourcePaths } from '../resource-paths.ts';

/** TMF677 `queryUsageConsumption`; a customer has one, made when it is asked for. */
export const consumptionResource = defineMadeResource({
  name: 'usage consumption',
  type: 'QueryUsageConsumption',
  path: resourcePaths.consumption,
  document: consumptionDocument,
});
