import { settings } from '@wellspring/platform';
import { z } from 'zod';

const line = z.string().trim().min(1).max(200).optional();

/**
 * Who bills the customer, as printed on every bill. What is not set is left out: what the law wants on a bill is set before
 * customers are sent here.
 */
export class Seller extends settings({
  sellerName: line.describe('Name of the company that bills'),
  sellerAddress: line.describe('Its address, in one line'),
  sellerRegistrationNumber: line.describe('Its number in the commercial register'),
  sellerVatNumber: line.describe('Its VAT number'),
  sellerBankAccount: line.describe('IBAN of the account to pay to'),
  sellerBank: line.describe('Name of the bank, and its BIC'),
}) {}
