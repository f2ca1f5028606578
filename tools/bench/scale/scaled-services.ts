export interface Read {
  name: string;
  path: string;
}

/** A service whose copy is measured. */
export interface ScaledService {
  app: string;
  /** Feed of the background systems that fills it, by its name there. */
  feed: string;
  /** Gives how far it has followed that feed, as `cursor`. */
  position: string;
  /** What is copied of each customer, and the column that says whose a row is. */
  tables: readonly { name: string; customer: string }[];
  reads: readonly Read[];
}

const copyPosition = (model: string): string =>
  `SELECT cursor::float8 AS cursor FROM read_model WHERE name = '${model}'`;

export const scaledServices: readonly ScaledService[] = [
  {
    app: 'billing',
    feed: 'invoice',
    position: copyPosition('bill'),
    tables: [
      { name: 'bill', customer: 'customer_id' },
      { name: 'bill_line', customer: 'customer_id' },
    ],
    reads: [
      { name: 'bills', path: '/tmf-api/customerBillManagement/v4/customerBill' },
      { name: 'to pay', path: '/tmf-api/accountManagement/v4/financialAccount' },
    ],
  },
  {
    app: 'inventory',
    feed: 'service',
    position: copyPosition('product'),
    tables: [{ name: 'product', customer: 'customer_id' }],
    reads: [{ name: 'services', path: '/tmf-api/productInventory/v4/product' }],
  },
  {
    app: 'usage',
    feed: 'usage',
    position: 'SELECT cursor::float8 AS cursor FROM usage_feed',
    tables: [
      { name: 'account', customer: 'id' },
      { name: 'usage_month', customer: 'customer_id' },
      { name: 'usage_day', customer: 'customer_id' },
      { name: 'usage_record', customer: 'customer_id' },
    ],
    reads: [
      { name: 'what is left', path: '/tmf-api/usageConsumption/v4/queryUsageConsumption' },
      { name: 'usage by day', path: '/tmf-api/usageManagement/v4/usageDay?limit=100' },
      { name: 'single uses', path: '/tmf-api/usageManagement/v4/usage' },
    ],
  },
];
