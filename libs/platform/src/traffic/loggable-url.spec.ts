import { describe, expect, it } from '@jest/globals';
import { loggablePath } from './loggable-url.ts';

describe('loggablePath', () => {
  it.each([
    '/tmf-api/customerBillManagement/v4/customerBill/INV-202611-1001',
    '/tmf-api/customerBillManagement/v4/appliedCustomerBillingRate',
    '/selfcare/change-of-tariff-step-two-confirmation.php',
    '/orders/3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    '/',
  ])('keeps %s', (path) => {
    expect(loggablePath(path)).toBe(path);
  });

  it.each([
    '/reset-password/q1w2e3r4t5y6u7i8o9p0a1s2d3f4',
    '/magic/eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJDLTEwMDEifQ.c2ln',
    '/join/brave-purple-monkey-dishwasher',
    '/join/QhVzkWqLpXtRbNmYcGfJdSaEuIoP',
    '/join/q1w2e3r4t5y6u7i8o9p0a1s2d3f4.html',
    '/join/QhVzkWqLpXtRbNmYcGfJdSaEuIoP.html',
    '/join/qhvzkwqlpxtrbnmycgfjdsaeuiop.do',
    '/cards/4111111111111111',
    '/people/38001085718',
    '/people/jane.doe@example.com',
    '/people/%C3%95nne%20T%C3%A4ht',
    '/phones/+37255551234',
  ])('cuts the secret out of %s', (path) => {
    expect(loggablePath(path)).toMatch(/^\/[a-z-]+\/\[redacted]$/);
  });

  it('leaves out the parameters of a path, wherever they are', () => {
    expect(loggablePath('/portal;jsessionid=0A1B2C/invoices.do;jsessionid=0A1B2C;who=jane')).toBe(
      '/portal/invoices.do',
    );
  });
});
