import type { Invoice } from '../../src/billing-engine/invoice.schema.ts';
import { type FakeAnswer, type FakeRequest, FakeServer } from '@wellspring/testing';

interface Settlement {
  settlementNo: string;
  invoiceNo: string;
  externalRef: string;
  amount: string;
  currency: string;
  bookedAt: string;
}

const notFound: FakeAnswer = { status: 404, body: { error: 'NOT_FOUND' } };

/** The billing engine as the contract with it says. */
export class BillingEngineFake extends FakeServer {
  readonly settlements = new Map<string, Settlement>();
  private readonly invoices = new Map<string, Invoice>();
  private seq = 0;

  constructor() {
    super([
      {
        operation: 'list-changes',
        method: 'GET',
        path: /^\/invoices$/,
        handle: (request) => this.listChanges(request),
      },
      {
        operation: 'list-invoices',
        method: 'GET',
        path: /^\/customers\/([^/]+)\/invoices$/,
        handle: ({ params: [customerNo] }) => ({
          status: 200,
          body: { items: [...this.invoices.values()].filter((invoice) => invoice.customerNo === customerNo) },
        }),
      },
      {
        operation: 'get-invoice',
        method: 'GET',
        path: /^\/invoices\/([^/]+)$/,
        handle: ({ params }) => this.getInvoice(params),
      },
      {
        operation: 'settle',
        method: 'POST',
        path: /^\/invoices\/([^/]+)\/settlements$/,
        handle: (request) => this.settle(request),
      },
      {
        operation: 'get-settlement',
        method: 'GET',
        path: /^\/settlements\/([^/]+)$/,
        handle: ({ params: [reference = ''] }) => {
          const settlement = this.settlements.get(reference);
          return settlement ? { status: 200, body: settlement } : notFound;
        },
      },
    ]);
  }

  /** Puts an invoice in, or changes it; the feed tells of it. */
  put(invoice: Invoice): void {
    this.seq += 1;
    this.invoices.set(invoice.invoiceNo, { ...invoice, changeSeq: this.seq });
  }

  /** Somebody pays past us, for example at the old portal. */
  payElsewhere(invoiceNo: string): void {
    this.markPaid(invoiceNo);
  }

  invoice(invoiceNo: string): Invoice {
    const invoice = this.invoices.get(invoiceNo);
    if (!invoice) throw new Error(`no invoice ${invoiceNo}`);
    return invoice;
  }

  private markPaid(invoiceNo: string): void {
    this.put({ ...this.invoice(invoiceNo), status: 'PAID', open: '0.00', paidAt: '2026-11-10T08:00:00.000Z' });
  }

  private listChanges({ query }: FakeRequest): FakeAnswer {
    const after = Number(query.get('changedAfter'));
    const items = [...this.invoices.values()]
      .filter((invoice) => invoice.changeSeq > after)
      .sort((one, other) => one.changeSeq - other.changeSeq)
      .slice(0, Number(query.get('limit')));
    return { status: 200, body: { items, next: items.at(-1)?.changeSeq ?? after, latest: this.seq } };
  }

  private getInvoice([invoiceNo = '']: string[]): FakeAnswer {
    const invoice = this.invoices.get(invoiceNo);
    return invoice ? { status: 200, body: invoice } : notFound;
  }

  private settle({ params: [invoiceNo = ''], body }: FakeRequest): FakeAnswer {
    const { externalRef, amount, currency } = body as { externalRef: string; amount: string; currency: string };
    const earlier = this.settlements.get(externalRef);
    if (earlier) return { status: 200, body: earlier };
    const invoice = this.invoices.get(invoiceNo);
    if (!invoice) return notFound;
    if (invoice.status === 'PAID') return { status: 409, body: { error: 'ALREADY_PAID' } };
    if (invoice.open !== amount) return { status: 422, body: { error: 'AMOUNT_MISMATCH' } };
    const settlement: Settlement = {
      settlementNo: `S-${this.settlements.size + 1}`,
      invoiceNo,
      externalRef,
      amount,
      currency,
      bookedAt: '2026-11-10T08:00:00.000Z',
    };
    this.settlements.set(externalRef, settlement);
    this.markPaid(invoiceNo);
    return { status: 201, body: settlement };
  }
}
