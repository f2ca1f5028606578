import { RequestContext } from '@wellspring/platform';
import type { DataSource, EntityManager } from 'typeorm';
import type { ReadModelDeclaration } from '../declaration.ts';
import { type FetchedRecords, type ReadRecord, sortOut } from '../source/record.ts';

const rememberOwner = `
  insert into read_model_owner (model, owner, as_of) values ($1, $2, $3)
  on conflict (model, owner) do update set as_of = greatest(read_model_owner.as_of, excluded.as_of)`;

/** Fetches the records of one owner from the source into the copy. */
export class OwnerRefresh<R> {
  private readonly running = new Map<string, Promise<Date>>();

  constructor(
    private readonly declaration: ReadModelDeclaration<R>,
    private readonly ofOwner: (owner: string) => Promise<readonly unknown[]>,
    private readonly save: (manager: EntityManager, fetched: FetchedRecords<R>) => Promise<number>,
    private readonly forgetRejected: (manager: EntityManager, owner: string) => Promise<void>,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Refreshes and gives the time the copy then stands for. Readers of the same owner share one refresh. It outlives the
   * request that asked for it, so that an answer that comes late is not thrown away.
   */
  refresh(owner: string): Promise<Date> {
    const running = this.running.get(owner);
    if (running) return running;
    const trace = { traceparent: RequestContext.traceparent() };
    const refresh = RequestContext.run(trace, () => this.fetch(owner)).finally(() => this.running.delete(owner));
    this.running.set(owner, refresh);
    return refresh;
  }

  private async fetch(owner: string): Promise<Date> {
    // What the source says was true no earlier than when it was asked.
    const asOf = new Date();
    const items = await this.ofOwner(owner);
    const fetched = sortOut(items.map((item) => this.ownedBy(owner, item)));
    await this.dataSource.transaction(async (manager) => {
      await this.save(manager, fetched);
      await this.forgetRejected(manager, owner);
      await manager.query(rememberOwner, [this.declaration.name, owner, asOf]);
    });
    return asOf;
  }

  /** A customer must never be shown what the source sent by mistake: a record of somebody else is not believed. */
  private ownedBy(owner: string, payload: unknown): ReadRecord<R> {
    const read = this.declaration.read(payload);
    if (!('record' in read)) return { rejected: { ...read.rejected, owner } };
    if (this.declaration.identify(read.record).owner === owner) return read;
    const reason = 'it belongs to another owner than asked for';
    return { rejected: { id: undefined, version: undefined, owner: undefined, reason, payload } };
  }
}
