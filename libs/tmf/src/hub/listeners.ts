import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import { Lifecycle, Logger } from '@wellspring/platform';

/** Somebody who wants to be told of events of an API. */
export interface Listener {
  readonly id: string;
  readonly callback: string;
  /** As it was registered. */
  readonly query: string;
  readonly eventTypes: readonly string[];
}

export interface Registration extends Omit<Listener, 'id'> {
  readonly api: string;
  readonly registeredBy: string;
}

const columns = `id, callback, query, event_types as "eventTypes"`;

/** How soon a replica learns that somebody has registered at another. */
const lookIntervalMs = 2_000;

/** Who has registered at the hub; kept in the database, for all replicas. */
@Injectable()
export class Listeners implements OnApplicationBootstrap {
  private wanted: ReadonlySet<string> = new Set();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
    lifecycle: Lifecycle,
  ) {
    lifecycle.onStopWorkers('listeners', () => {
      clearInterval(this.timer);
      return Promise.resolve();
    });
  }

  onApplicationBootstrap(): void {
    void this.look();
    this.timer = setInterval(() => void this.look(), lookIntervalMs);
  }

  /** Whether anybody wants to be told of such events; as it was a moment ago. */
  want(eventType: string): boolean {
    return this.wanted.has(eventType);
  }

  /** `undefined` when the same is registered already. */
  async register({ api, callback, query, eventTypes, registeredBy }: Registration): Promise<Listener | undefined> {
    const [listener] = await this.database.query<Listener>({
      text: `insert into tmf_listener (api, callback, query, event_types, registered_by) values ($1, $2, $3, $4, $5)
        on conflict do nothing returning ${columns}`,
      values: [api, callback, query, eventTypes, registeredBy],
    });
    await this.look();
    return listener;
  }

  /** False when there is none of that id, or somebody else registered it. */
  async remove(api: string, id: string, registeredBy: string): Promise<boolean> {
    const removed = await this.database.query({
      text: `delete from tmf_listener where api = $1 and id::text = $2 and registered_by = $3 returning id`,
      values: [api, id, registeredBy],
    });
    await this.look();
    return removed.length > 0;
  }

  /** Those who had registered for such events when this one happened. */
  toTell(eventType: string, at: Date): Promise<Listener[]> {
    return this.database.query<Listener>({
      name: 'listeners-to-tell',
      text: `select ${columns} from tmf_listener where $1 = any(event_types) and created_at <= $2 order by id`,
      values: [eventType, at],
    });
  }

  async find(id: string): Promise<Listener | undefined> {
    const text = `select ${columns} from tmf_listener where id = $1`;
    const [listener] = await this.database.query<Listener>({ name: 'listener', text, values: [id] });
    return listener;
  }

  private async look(): Promise<void> {
    try {
      const rows = await this.database.query<{ type: string }>({
        name: 'listeners-wanted',
        text: `select distinct unnest(event_types) as type from tmf_listener`,
      });
      this.wanted = new Set(rows.map(({ type }) => type));
    } catch (error) {
      // The database says of itself that it is away; whoever is registered stays so.
      this.logger.debug('listeners were not looked up', { 'error.message': String(error) });
    }
  }
}
