/** Where each resource is. Below all features, since resources link to each other. */
export const resourcePaths = {
  product: '/tmf-api/productInventory/v4/product',
  productChange: '/tmf-api/productInventory/v4/productChange',
} as const;
