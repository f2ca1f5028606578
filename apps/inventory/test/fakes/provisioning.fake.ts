import { type FakeAnswer, type FakeRequest, FakeServer } from '@wellspring/testing';
import type { Service } from '../../src/provisioning/service.schema.ts';

interface Order {
  externalRef: string;
  serviceNo: string;
  action: string;
  deliverTo?: object;
  state: 'ACCEPTED' | 'DONE' | 'REJECTED' | 'CANCELLED';
  reason: string | null;
}

const notFound: FakeAnswer = { status: 404, body: { error: 'NOT_FOUND' } };

/** Provisioning as the contract with it says; it carries orders out when a test says so. */
export class ProvisioningFake extends FakeServer {
  readonly orders = new Map<string, Order>();
  puk = '12345678';
  private readonly services = new Map<string, Service>();
  private seq = 0;

  constructor() {
    super([
      {
        operation: 'list-changes',
        method: 'GET',
        path: /^\/services$/,
        handle: (request) => this.listChanges(request),
      },
      {
        operation: 'list-services',
        method: 'GET',
        path: /^\/customers\/([^/]+)\/services$/,
        handle: ({ params: [customerNo] }) => ({
          status: 200,
          body: { items: [...this.services.values()].filter((service) => service.customerNo === customerNo) },
        }),
      },
      {
        operation: 'get-service',
        method: 'GET',
        path: /^\/services\/([^/]+)$/,
        handle: ({ params: [no = ''] }) => answerOf(this.services.get(no)),
      },
      {
        operation: 'get-puk',
        method: 'GET',
        path: /^\/sims\/([^/]+)\/puk$/,
        handle: ({ params: [iccid] }) => ({ status: 200, body: { iccid, puk: this.puk } }),
      },
      {
        operation: 'get-activation',
        method: 'GET',
        path: /^\/sims\/([^/]+)\/activation$/,
        handle: ({ params: [iccid] }) => ({
          status: 200,
          body: { iccid, activationCode: 'LPA:1$smdp.example.com$SECRET-MATCHING-ID' },
        }),
      },
      { operation: 'order', method: 'POST', path: /^\/orders$/, handle: (request) => this.order(request) },
      {
        operation: 'cancel-order',
        method: 'POST',
        path: /^\/orders\/([^/]+)\/cancellation$/,
        handle: ({ params: [ref = ''] }) => this.cancel(ref),
      },
    ]);
  }

  /** Puts a service in, or changes it; the feed tells of it. */
  put(service: Service): void {
    this.seq += 1;
    this.services.set(service.serviceNo, { ...service, changeSeq: this.seq });
  }

  /** The network does what was ordered. */
  carryOut(): void {
    for (const order of this.orders.values()) {
      const service = this.services.get(order.serviceNo);
      if (order.state !== 'ACCEPTED' || !service?.sim) continue;
      order.state = 'DONE';
      const status = order.action === 'BLOCK_SIM' ? 'BLOCKED' : 'ACTIVE';
      const roaming = order.action === 'ROAMING_OFF' ? 'OFF' : service.roaming;
      const type = order.action === 'REPLACE_SIM' ? 'PLASTIC' : service.sim.type;
      const iccid = order.action === 'REPLACE_SIM' ? `${service.sim.iccid.slice(0, 17)}99` : service.sim.iccid;
      this.put({ ...service, roaming, sim: { iccid, type, status } });
    }
  }

  /** It finds that it cannot. */
  reject(reason: string): void {
    for (const order of this.orders.values()) Object.assign(order, { state: 'REJECTED', reason });
  }

  private listChanges({ query }: FakeRequest): FakeAnswer {
    const after = Number(query.get('changedAfter'));
    const items = [...this.services.values()]
      .filter((service) => service.changeSeq > after)
      .sort((one, other) => one.changeSeq - other.changeSeq)
      .slice(0, Number(query.get('limit')));
    return { status: 200, body: { items, next: items.at(-1)?.changeSeq ?? after, latest: this.seq } };
  }

  private order({ body }: FakeRequest): FakeAnswer {
    const { externalRef, serviceNo, action, deliverTo } = body as Omit<Order, 'state' | 'reason'>;
    const earlier = this.orders.get(externalRef);
    if (earlier) return { status: 200, body: earlier };
    if (!this.services.has(serviceNo)) return notFound;
    const order: Order = {
      externalRef,
      serviceNo,
      action,
      ...(deliverTo && { deliverTo }),
      state: 'ACCEPTED',
      reason: null,
    };
    this.orders.set(externalRef, order);
    return { status: 202, body: order };
  }

  private cancel(externalRef: string): FakeAnswer {
    const order = this.orders.get(externalRef);
    if (!order) return notFound;
    if (order.state === 'ACCEPTED') order.state = 'CANCELLED';
    return { status: 200, body: order };
  }
}

function answerOf(service: Service | undefined): FakeAnswer {
  return service ? { status: 200, body: service } : notFound;
}
