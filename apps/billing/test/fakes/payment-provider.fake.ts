import type { Charge } from '../../src/payment-provider/charge.schema.ts';
import { type FakeAnswer, type FakeRequest, FakeServer } from '@wellspring/testing';

/** The payment provider as the contract with it says; `charges` is the money it has taken, each time it took it. */
export class PaymentProviderFake extends FakeServer {
  readonly charges: Charge[] = [];
  /** The cards it keeps, by customer. */
  readonly instruments = new Map<string, unknown[]>();
  private readonly known = new Map<string, Charge>();

  constructor() {
    super([
      { operation: 'charge', method: 'POST', path: /^\/charges$/, handle: (request) => this.charge(request) },
      {
        operation: 'get-charge',
        method: 'GET',
        path: /^\/charges\/([^/]+)$/,
        handle: ({ params: [key = ''] }) => {
          const charge = this.known.get(key);
          return charge ? { status: 200, body: charge } : { status: 404, body: { error: 'NOT_FOUND' } };
        },
      },
      {
        operation: 'list-instruments',
        method: 'GET',
        path: /^\/customers\/([^/]+)\/instruments$/,
        handle: ({ params: [customerId = ''] }) => ({
          status: 200,
          body: { items: this.instruments.get(customerId) ?? [] },
        }),
      },
    ]);
  }

  /** Keys are not kept for ever: from now on it charges for them as if they were new. */
  forgetKeys(): void {
    this.known.clear();
  }

  private charge({ headers, body }: FakeRequest): FakeAnswer {
    const key = String(headers['idempotency-key']);
    const earlier = this.known.get(key);
    if (earlier) return { status: 201, body: earlier };
    const { instrument, ...order } = body as {
      reference: string;
      amountMinor: number;
      currency: string;
      instrument: { token: string };
    };
    const declined = instrument.token === 'tok_declined';
    const charge: Charge = {
      chargeId: `ch_${this.charges.length + 1}`,
      state: declined ? 'declined' : 'captured',
      ...(declined ? { reason: 'card_declined' } : {}),
      ...order,
    };
    this.known.set(key, charge);
    this.charges.push(charge);
    return { status: 201, body: charge };
  }
}
