import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Invoice } from '../backoffice/records.ts';
import { formExpired, notFound } from '../pages/failure.ts';
import { customerPage, type Portal } from '../pages/page.ts';
import type { SignedIn } from '../session/sign-in-state.ts';
import { invoiceListPage } from './invoice-list.page.ts';
import { invoicePage } from './invoice.page.ts';
import { isReference, newReference, pay } from './payment.ts';
import { receiptPage } from './receipt.page.ts';

const params = z.object({ no: z.string().max(100) });
const payForm = z.object({
  token: z.string().optional(),
  externalRef: z.string().refine(isReference),
  card: z.enum(['tok_visa', 'tok_declined']),
});
const receiptQuery = z.object({ ref: z.string().refine(isReference) });

export function invoicePages(app: FastifyInstance, portal: Portal): void {
  const { backoffice, forms } = portal;

  /** Undefined also when it is somebody else's: a customer cannot tell which numbers exist. */
  const ownInvoice = async (no: string, customer: SignedIn): Promise<Invoice | undefined> => {
    const invoice = await backoffice.invoice(no);
    return invoice?.customerNo === customer.customerNo ? invoice : undefined;
  };
  const payFormOf = (customer: SignedIn): { token: string; externalRef: string } => ({
    token: forms.make(customer.formSubject),
    externalRef: newReference(),
  });

  customerPage(app, portal, 'GET', '/invoices', async (_request, customer) =>
    invoiceListPage(await backoffice.invoicesOf(customer.customerNo)),
  );

  customerPage(app, portal, 'GET', '/invoices/:no', async (request, customer) => {
    const invoice = await ownInvoice(params.parse(request.params).no, customer);
    return invoice ? invoicePage(invoice, payFormOf(customer)) : notFound();
  });

  customerPage(app, portal, 'POST', '/invoices/:no/pay', async (request, customer) => {
    const { token, externalRef, card } = payForm.parse(request.body);
    if (!forms.check(customer.formSubject, token)) return formExpired();
    const invoice = await ownInvoice(params.parse(request.params).no, customer);
    if (!invoice) return notFound();
    const problem = await pay(backoffice, invoice, { externalRef, card });
    if (problem) return invoicePage(invoice, payFormOf(customer), problem);
    return { redirectTo: `/invoices/${encodeURIComponent(invoice.invoiceNo)}/receipt?ref=${externalRef}` };
  });

  customerPage(app, portal, 'GET', '/invoices/:no/receipt', async (request, customer) => {
    const invoice = await ownInvoice(params.parse(request.params).no, customer);
    const settlement = await backoffice.settlement(receiptQuery.parse(request.query).ref);
    return invoice && settlement?.invoiceNo === invoice.invoiceNo ? receiptPage(settlement) : notFound();
  });
}
