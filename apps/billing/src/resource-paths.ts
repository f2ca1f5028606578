/** Where each TMF resource is. Below all features, since resources link to each other in both directions. */
export const resourcePaths = {
  customerBill: '/tmf-api/customerBillManagement/v4/customerBill',
  appliedBillingRate: '/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate',
  payment: '/tmf-api/paymentManagement/v4/payment',
} as const;
