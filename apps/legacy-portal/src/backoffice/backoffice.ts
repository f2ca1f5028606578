import { Agent, request } from 'undici';
import type { z } from 'zod';
import {
  type Balance,
  balanceRecord,
  type Charge,
  chargeRecord,
  customerList,
  type CustomerRecord,
  customerRecord,
  type Identity,
  identityRecord,
  type Invoice,
  invoiceList,
  invoiceRecord,
  pukRecord,
  refusal,
  type Service,
  type ServiceAction,
  serviceList,
  serviceOrderRecord,
  serviceRecord,
  type Settlement,
  settlementRecord,
  usageList,
  type UsageRecord,
} from './records.ts';

/** A background system could not be reached in time, or what it said made no sense. */
export class BackofficeDown extends Error {
  override readonly name = 'BackofficeDown';
}

/** A background system said no, by a code such as `ALREADY_PAID`. */
export class BackofficeRefusal extends Error {
  override readonly name = 'BackofficeRefusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

interface Call {
  method?: 'GET' | 'POST';
  body?: unknown;
  headers?: Record<string, string>;
}

/** The background systems, asked one after another while the customer waits; no retry, no cache. */
export class Backoffice {
  private readonly url: string;
  private readonly agent: Agent;

  constructor(url: string, timeoutMs: number) {
    this.url = url.replace(/\/$/, '');
    this.agent = new Agent({ headersTimeout: timeoutMs, bodyTimeout: timeoutMs, connectTimeout: timeoutMs });
  }

  async invoicesOf(customerNo: string): Promise<Invoice[]> {
    const path = `/billing-engine/customers/${encodeURIComponent(customerNo)}/invoices`;
    return (await this.call(path, invoiceList)).items;
  }

  invoice(invoiceNo: string): Promise<Invoice | undefined> {
    return this.find(`/billing-engine/invoices/${encodeURIComponent(invoiceNo)}`, invoiceRecord);
  }

  settle(invoice: Invoice, externalRef: string): Promise<Settlement> {
    return this.call(
      `/billing-engine/invoices/${encodeURIComponent(invoice.invoiceNo)}/settlements`,
      settlementRecord,
      {
        method: 'POST',
        body: { externalRef, amount: invoice.open, currency: invoice.currency, method: 'card' },
      },
    );
  }

  settlement(externalRef: string): Promise<Settlement | undefined> {
    return this.find(`/billing-engine/settlements/${encodeURIComponent(externalRef)}`, settlementRecord);
  }

  charge(order: {
    key: string;
    reference: string;
    amountMinor: number;
    currency: string;
    card: string;
  }): Promise<Charge> {
    const { key, reference, amountMinor, currency, card } = order;
    return this.call('/payment-provider/charges', chargeRecord, {
      method: 'POST',
      headers: { 'idempotency-key': key },
      body: { reference, amountMinor, currency, instrument: { token: card } },
    });
  }

  async verify(login: string, password: string): Promise<Identity | undefined> {
    try {
      return await this.call('/crm/credentials/verify', identityRecord, { method: 'POST', body: { login, password } });
    } catch (error) {
      if (error instanceof BackofficeRefusal && error.status === 401) return undefined;
      throw error;
    }
  }

  async customer(customerNo: string): Promise<CustomerRecord> {
    return this.call(`/crm/customers/${encodeURIComponent(customerNo)}`, customerRecord);
  }

  async customerByEmail(email: string): Promise<CustomerRecord | undefined> {
    return (await this.call(`/crm/customers?email=${encodeURIComponent(email)}`, customerList)).items[0];
  }

  /** What is used this month; undefined for a customer who has nothing to use. */
  balance(customerNo: string): Promise<Balance | undefined> {
    return this.find(`/rating/customers/${encodeURIComponent(customerNo)}/balance`, balanceRecord);
  }

  async usageSince(customerNo: string, from: string): Promise<UsageRecord[]> {
    const path = `/rating/customers/${encodeURIComponent(customerNo)}/records?from=${encodeURIComponent(from)}`;
    return (await this.call(path, usageList)).items;
  }

  async servicesOf(customerNo: string): Promise<Service[]> {
    return (await this.call(`/provisioning/customers/${encodeURIComponent(customerNo)}/services`, serviceList)).items;
  }

  service(serviceNo: string): Promise<Service | undefined> {
    return this.find(`/provisioning/services/${encodeURIComponent(serviceNo)}`, serviceRecord);
  }

  async puk(iccid: string): Promise<string | undefined> {
    return (await this.find(`/provisioning/sims/${encodeURIComponent(iccid)}/puk`, pukRecord))?.puk;
  }

  async order(order: { externalRef: string; serviceNo: string; action: ServiceAction }): Promise<void> {
    await this.call('/provisioning/orders', serviceOrderRecord, { method: 'POST', body: order });
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  private async find<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
    try {
      return await this.call(path, schema);
    } catch (error) {
      if (error instanceof BackofficeRefusal && error.status === 404) return undefined;
      throw error;
    }
  }

  private async call<T>(
    path: string,
    schema: z.ZodType<T>,
    { method = 'GET', body, headers = {} }: Call = {},
  ): Promise<T> {
    const { status, json } = await this.exchange(path, { method, body, headers });
    if (status >= 500) throw new BackofficeDown(`${method} ${path} answered ${status}`);
    if (status >= 400) throw new BackofficeRefusal(status, refusal.safeParse(json).data?.error ?? 'UNKNOWN');
    const result = schema.safeParse(json);
    if (!result.success) throw new BackofficeDown(`${method} ${path} answered something else`, { cause: result.error });
    return result.data;
  }

  private async exchange(
    path: string,
    { method, body, headers }: Required<Call>,
  ): Promise<{ status: number; json: unknown }> {
    try {
      const response = await request(`${this.url}${path}`, {
        dispatcher: this.agent,
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await response.body.text();
      return { status: response.statusCode, json: response.statusCode >= 500 ? undefined : JSON.parse(text) };
    } catch (error) {
      throw new BackofficeDown(`${method} ${path} failed`, { cause: error });
    }
  }
}
