import type { FakeAnswer } from '@wellspring/testing';

/** How a billing engine of another maker might answer where ours is expected. */
export type Manner = (answer: FakeAnswer) => FakeAnswer;

type Body = Record<string, unknown>;

/** What each of them does to one invoice, wherever it is sent. */
const ofInvoices: Record<string, (invoice: Body) => Body> = {
  'fields renamed': ({ total, due, ...rest }) => ({ ...rest, grandTotal: total, dueDate: due }),
  'the id renamed': ({ invoiceNo, ...rest }) => ({ ...rest, invoiceNumber: invoiceNo }),
  nulls: (invoice) => ({ ...invoice, due: null }),
  'numbers as text': (invoice) => ({ ...invoice, changeSeq: String(invoice['changeSeq']) }),
  'amounts as numbers': (invoice) => ({ ...invoice, total: Number(invoice['total']), open: Number(invoice['open']) }),
  'another decimal point': (invoice) => ({ ...invoice, total: String(invoice['total']).replace('.', ',') }),
  'another date format': (invoice) => ({ ...invoice, issued: '01.11.2026', due: '15.11.2026' }),
  'amounts without tax': (invoice) => ({ ...invoice, total: '41.58', open: '41.58' }),
};

/** What each of them does to the answer around the invoices. */
const ofAnswers: Record<string, (body: Body) => Body> = {
  'pages in place of a feed': ({ items }) => ({ content: items, page: 0, totalPages: 3 }),
  // A feed comes in pages anyway.
  'a page where everything was asked for': (body) =>
    Array.isArray(body['items']) && !('next' in body) ? { items: body['items'].slice(0, 1), total: 57 } : body,
  'an error inside a 200': () => ({ error: { code: 'E42', message: 'temporarily unavailable' } }),
  'an error inside a 200, and no items': (body) => ({ ...body, items: [], error: 'temporarily unavailable' }),
};

export const manners: ReadonlyMap<string, Manner> = new Map([
  ...Object.entries(ofInvoices).map(([name, change]) => [name, onInvoices(change)] as const),
  ...Object.entries(ofAnswers).map(
    ([name, change]) => [name, ({ status, body }: FakeAnswer) => ({ status, body: change(body as Body) })] as const,
  ),
]);

function onInvoices(change: (invoice: Body) => Body): Manner {
  return ({ status, body }) => {
    const answer = body as Body;
    const { items } = answer;
    return { status, body: Array.isArray(items) ? { ...answer, items: items.map(change) } : change(answer) };
  };
}
