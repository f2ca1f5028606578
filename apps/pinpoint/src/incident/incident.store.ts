import { Injectable } from '@nestjs/common';
import type { Incident } from '@wellspring/contract-pinpoint';
import { Database } from '@wellspring/persistence';

interface Row {
  document: Incident;
}

const save = {
  name: 'save-incident',
  text: `
    insert into incident (id, state, opened_at, updated_at, document)
    values ($1, $2, to_timestamp($3 / 1000.0), to_timestamp($4 / 1000.0), $5)
    on conflict (id) do update set state = excluded.state, updated_at = excluded.updated_at, document = excluded.document
    where incident.updated_at <= excluded.updated_at`,
};

/** What is kept of incidents. */
@Injectable()
export class IncidentStore {
  constructor(private readonly database: Database) {}

  async save(incident: Incident): Promise<void> {
    const { id, state, openedMs, updatedMs } = incident;
    await this.database.query({ ...save, values: [id, state, openedMs, updatedMs, JSON.stringify(incident)] });
  }

  async open(): Promise<Incident[]> {
    const text = `select document from incident where state = 'open'`;
    return (await this.database.query<Row>({ name: 'open-incidents', text })).map(({ document }) => document);
  }

  /** Newest first. */
  async latest(limit: number): Promise<Incident[]> {
    const text = 'select document from incident order by opened_at desc limit $1';
    return (await this.database.query<Row>({ name: 'latest-incidents', text, values: [limit] })).map(
      ({ document }) => document,
    );
  }

  async find(id: string): Promise<Incident | undefined> {
    const text = 'select document from incident where id = $1';
    const [row] = await this.database.query<Row>({ name: 'find-incident', text, values: [id] });
    return row?.document;
  }
}
