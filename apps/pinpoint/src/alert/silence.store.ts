import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';

/** Nobody is called about a subject until then, because somebody said so. */
export interface Silence {
  readonly id: string;
  readonly subject: string;
  readonly until: Date;
  readonly reason: string;
  readonly operator: string;
}

const columns = 'id, subject, until, reason, operator';

@Injectable()
export class SilenceStore {
  constructor(private readonly database: Database) {}

  async add(silence: Omit<Silence, 'id'>): Promise<Silence> {
    const { subject, until, reason, operator } = silence;
    const text = `insert into silence (id, subject, until, reason, operator) values ($1, $2, $3, $4, $5) returning ${columns}`;
    const values = [randomUUID(), subject, until, reason, operator];
    const [added] = await this.database.query<Silence>({ name: 'add-silence', text, values });
    if (added === undefined) throw new TypeError('the database wrote nothing');
    return added;
  }

  inForce(): Promise<Silence[]> {
    const text = `select ${columns} from silence where until > now() order by until`;
    return this.database.query<Silence>({ name: 'silences-in-force', text });
  }

  /** @returns whether it was in force */
  async end(id: string): Promise<boolean> {
    const text = 'update silence set until = now() where id = $1 and until > now() returning id';
    return (await this.database.query<{ id: string }>({ name: 'end-silence', text, values: [id] })).length > 0;
  }
}
