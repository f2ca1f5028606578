import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const credentials = z.object({ login: z.string(), password: z.string() });

export interface CrmPerson {
  customerNo: string;
  email: string;
  password: string;
  firstName?: string;
  segment?: string;
}

/** Stands in for the CRM, over real HTTP: knows passwords, can be made to fail, and counts what it was asked. */
export class CrmDouble {
  /** `refuse` closes every connection. */
  mode: 'healthy' | 'failing' | 'refuse' | 'garbage' = 'healthy';
  asked: string[] = [];
  /** What the feed tells from its beginning. */
  readonly changes: { customerNo: string; status: 'ACTIVE' | 'CLOSED'; changeSeq: number }[] = [];
  private readonly people = new Map<string, CrmPerson>();
  private readonly server = createServer((request, response) => void this.answer(request, response));

  static async start(...people: CrmPerson[]): Promise<CrmDouble> {
    const crm = new CrmDouble();
    for (const person of people) crm.set(person);
    await new Promise<void>((resolve) => crm.server.listen(0, '127.0.0.1', resolve));
    return crm;
  }

  set(person: CrmPerson): void {
    this.people.set(person.email, person);
  }

  change(customerNo: string, status: 'ACTIVE' | 'CLOSED'): void {
    this.changes.push({ customerNo, status, changeSeq: this.changes.length + 1 });
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/crm`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.mode === 'refuse') {
      request.socket.destroy();
      return;
    }
    const url = new URL(request.url ?? '', 'http://crm');
    if (url.pathname === '/crm/customers') {
      const after = Number(url.searchParams.get('changedAfter'));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ items: this.changes.filter(({ changeSeq }) => changeSeq > after) }));
      return;
    }
    const { login, password } = credentials.parse(JSON.parse(await text(request)));
    this.asked.push(`${request.method ?? ''} ${request.url ?? ''} ${login}`);
    const [status, body] = this.reply(login, password);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  }

  private reply(login: string, password: string): [number, string] {
    if (this.mode === 'failing') return [500, '{"error":"DOWN"}'];
    if (this.mode === 'garbage') return [200, '{"customerNo":7'];
    const person = this.people.get(login);
    if (person?.password !== password) return [401, '{"error":"BAD_CREDENTIALS"}'];
    const { customerNo, email, firstName = 'Mari', segment = 'residential' } = person;
    return [200, JSON.stringify({ customerNo, email, firstName, lastName: 'Maasikas', language: 'et', segment })];
  }
}
