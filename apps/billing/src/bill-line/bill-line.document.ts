import type { AppliedBillingRateDocument } from '@wellspring/contract-billing';
import { hrefOf, type Money, toMoney } from '@wellspring/tmf';
import type { Bill, BillLine } from '../bill/bill.ts';
import { startOfDay } from '../bill/bill.document.ts';
import { customerBill } from '../bill/bill.resource.ts';
import { appliedBillingRate } from './bill-line.resource.ts';

export const lineIdOf = (bill: Bill, line: BillLine): string => `${bill.id}-${line.no}`;

export function lineDocumentOf(bill: Bill, line: BillLine): AppliedBillingRateDocument {
  const money = (amountMinor: number): Money => toMoney(amountMinor, bill.currency);
  const id = lineIdOf(bill, line);
  return {
    id,
    href: hrefOf(appliedBillingRate, id),
    name: line.text,
    type: line.kind === 'discount' ? 'appliedBillingCredit' : 'appliedBillingCharge',
    date: startOfDay(bill.billDate),
    isBilled: true,
    bill: { id: bill.id, href: hrefOf(customerBill, bill.id), '@referredType': 'CustomerBill' },
    billingAccount: { id: bill.accountId, '@referredType': 'BillingAccount' },
    appliedTax: [{ taxCategory: 'VAT', taxRate: Number(line.vatRate), taxAmount: money(line.vatMinor) }],
    characteristic: [{ name: 'kind', valueType: 'string', value: line.kind }],
    taxExcludedAmount: money(line.netMinor),
    taxIncludedAmount: money(line.grossMinor),
    periodCoverage: { startDateTime: startOfDay(bill.periodStart), endDateTime: startOfDay(bill.periodEnd) },
    '@type': 'AppliedCustomerBillingRate',
  };
}
