import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';

/** That an operator looked at what a customer does. */
export interface Look {
  readonly at: Date;
  readonly operator: string;
}

const add = {
  name: 'add-look',
  // A page that is kept up to date is one look.
  text: `
    insert into look (customer, operator)
    select $1, $2
    where not exists (
      select from look where customer = $1 and operator = $2 and at > now() - interval '10 minutes')
    returning at`,
};
const latest = {
  name: 'latest-looks',
  text: 'select at, operator from look where customer = $1 order by at desc limit $2',
};

/** Who looked at which customer, and when. */
@Injectable()
export class LookStore {
  constructor(private readonly database: Database) {}

  /** @returns whether it is another look, and not one that goes on */
  async add(customer: string, operator: string): Promise<boolean> {
    return (await this.database.query({ ...add, values: [customer, operator] })).length > 0;
  }

  /** Newest first. */
  latest(customer: string, limit: number): Promise<Look[]> {
    return this.database.query<Look>({ ...latest, values: [customer, limit] });
  }
}
