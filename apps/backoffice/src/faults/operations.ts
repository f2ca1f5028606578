/** Everything a caller can ask of the background systems: the names faults are switched on by. */
export const operations = [
  'billing-engine.list-changes',
  'billing-engine.list-invoices',
  'billing-engine.get-invoice',
  'billing-engine.settle',
  'billing-engine.get-settlement',
  'crm.list-customers',
  'crm.get-customer',
  'crm.set-status',
  'crm.verify-credentials',
  'payment-provider.charge',
  'payment-provider.get-charge',
  'payment-provider.list-charges',
  'payment-provider.list-instruments',
  'provisioning.list-changes',
  'provisioning.list-services',
  'provisioning.get-service',
  'provisioning.get-puk',
  'provisioning.get-activation',
  'provisioning.order',
  'provisioning.get-order',
  'provisioning.cancel-order',
  'provisioning.carry-out',
  'rating.list-records',
  'rating.list-accounts',
  'rating.list-customer-records',
  'rating.get-account',
  'rating.get-balance',
  'rating.set-spending-limit',
  'rating.rate',
] as const;

export type Operation = (typeof operations)[number];

export function isOperation(name: string): name is Operation {
  return operations.some((operation) => operation === name);
}

export function systemOf(operation: Operation): string {
  return operation.slice(0, operation.indexOf('.'));
}
