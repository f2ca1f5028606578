import { type FakeAnswer, type FakeRequest, FakeServer } from '@wellspring/testing';
import type { RatedAccount } from '../../src/rating/account.mapping.ts';
import type { RatedRecord } from '../../src/rating/usage-record.schema.ts';

const notFound: FakeAnswer = { status: 404, body: { error: 'NOT_FOUND' } };

/** Rating as the contract with it says: what a test puts in is fed in that order. */
export class RatingFake extends FakeServer {
  private readonly records: unknown[] = [];
  private readonly accounts = new Map<string, RatedAccount>();
  private recordSeq = 0;
  private accountSeq = 0;

  constructor() {
    super([
      {
        operation: 'list-records',
        method: 'GET',
        path: /^\/records$/,
        handle: (request) => pageOf(request, this.records, this.recordSeq),
      },
      {
        operation: 'list-accounts',
        method: 'GET',
        path: /^\/accounts$/,
        handle: (request) => pageOf(request, [...this.accounts.values()], this.accountSeq),
      },
      {
        operation: 'get-account',
        method: 'GET',
        path: /^\/customers\/([^/]+)\/account$/,
        handle: ({ params: [customerNo = ''] }) => {
          const account = this.accounts.get(customerNo);
          return account ? { status: 200, body: account } : notFound;
        },
      },
      {
        operation: 'set-spending-limit',
        method: 'PUT',
        path: /^\/customers\/([^/]+)\/spending-limit$/,
        handle: (request) => this.setLimit(request),
      },
    ]);
  }

  /** Another record, or the same again. */
  rate(record: Omit<RatedRecord, 'changeSeq'>): void {
    this.recordSeq += 1;
    this.records.push({ ...record, changeSeq: this.recordSeq });
  }

  limitOf(customerNo: string): string | null | undefined {
    return this.accounts.get(customerNo)?.spendingLimit;
  }

  put(account: Omit<RatedAccount, 'changeSeq'>): void {
    this.accountSeq += 1;
    this.accounts.set(account.customerNo, { ...account, changeSeq: this.accountSeq });
  }

  private setLimit({ params: [customerNo = ''], headers, body }: FakeRequest): FakeAnswer {
    const account = this.accounts.get(customerNo);
    if (!account) return notFound;
    if (headers['if-match'] !== `"${account.changeSeq}"`) return { status: 412, body: { error: 'CHANGED' } };
    this.put({ ...account, spendingLimit: (body as { limit: string | null }).limit });
    return { status: 200, body: this.accounts.get(customerNo) };
  }
}

function pageOf({ query }: FakeRequest, all: readonly unknown[], latest: number): FakeAnswer {
  const after = Number(query.get('changedAfter'));
  const items = all
    .filter((item) => seqOf(item) > after)
    .sort((one, other) => seqOf(one) - seqOf(other))
    .slice(0, Number(query.get('limit')));
  return { status: 200, body: { items, next: items.length === 0 ? after : seqOf(items.at(-1)), latest } };
}

function seqOf(item: unknown): number {
  return (item as { changeSeq: number }).changeSeq;
}
