/** Where each resource is, and the products they are about. */
export const resourcePaths = {
  usage: '/tmf-api/usageManagement/v4/usage',
  usageDay: '/tmf-api/usageManagement/v4/usageDay',
  consumption: '/tmf-api/usageConsumption/v4/queryUsageConsumption',
  spendingLimitChange: '/tmf-api/usageConsumption/v4/spendingLimitChange',
  product: '/tmf-api/productInventory/v4/product',
} as const;
