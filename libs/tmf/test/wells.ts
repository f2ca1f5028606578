import { Injectable, Module } from '@nestjs/common';
import { AuthModule, AuthSettings } from '@wellspring/auth';
import { dateTime, identified, relatedParty } from '@wellspring/contract';
import { DatabaseSettings, PersistenceModule } from '@wellspring/persistence';
import { defineService } from '@wellspring/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import {
  type ChangeContext,
  type CreateContext,
  defineMadeResource,
  defineResource,
  type Document,
  hrefOf,
  hubMigrations,
  HubSettings,
  instant,
  MadeResources,
  open,
  ownedBy,
  type ResourceChange,
  type ResourceCreation,
  type ResourceRemoval,
  sharedBy,
  text,
  TmfModule,
} from '../src/index.ts';

export const base = '/tmf-api/wellManagement/v4';

const document = z.object({
  ...identified('Well'),
  name: z.string(),
  depth: z.number(),
  isDry: z.boolean(),
  state: z.enum(['planned', 'dug']),
  dugDate: dateTime.optional(),
  position: z.object({ north: z.number(), east: z.number() }).optional(),
  relatedParty: z.array(relatedParty),
});

type WellDocument = z.infer<typeof document>;

const common = { document, table: 'well', key: text('id'), defaultLimit: 3 };

/** Each well belongs to a customer; a machine may see and change all of them. */
export const well = defineResource({
  ...common,
  name: 'well',
  type: 'Well',
  path: `${base}/well`,
  access: ownedBy('owner'),
  filters: { name: text('name') },
  sorts: { createdDate: instant('created_at'), name: text('name') },
  defaultSort: '-createdDate',
  scopes: { readAll: 'wells:all' },
});

/** The same to all who share its field. */
export const fieldWell = defineResource({
  ...common,
  name: 'well of a field',
  type: 'FieldWell',
  path: `${base}/fieldWell`,
  access: sharedBy('field', { table: 'field_member', column: 'field', customer: 'customer' }),
});

/** Everybody may see it, and only staff may change it. */
export const landmark = defineResource({
  ...common,
  name: 'landmark',
  type: 'Landmark',
  path: `${base}/landmark`,
  access: open,
  scopes: { write: 'wells:write' },
});

/** Made when it is asked for. */
export const digger = defineMadeResource({
  name: 'digger',
  type: 'Digger',
  path: `${base}/digger`,
  document: z.object({ ...identified('Digger'), depth: z.number(), tool: z.array(z.object({ name: z.string() })) }),
});

class CreateWell1790000000000 implements MigrationInterface {
  readonly name = 'CreateWell1790000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table well (
        id text primary key, owner text not null, field text not null, name text not null,
        created_at timestamptz not null, document json not null)`);
    await runner.query(`create table field_member (field text not null, customer text not null)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table field_member, well`);
  }
}

const order = z.strictObject({ id: z.string().min(1).max(20), name: z.string().min(1), depth: z.number().positive() });

@Injectable()
class WellCreation implements ResourceCreation<z.infer<typeof order>> {
  readonly input = order;

  async create({ id, name, depth }: z.infer<typeof order>, { manager, caller }: CreateContext): Promise<WellDocument> {
    const created = wellOf(id, caller.id, { name, depth });
    await manager.query(`insert into well values ($1, $2, 'none', $3, now(), $4)`, [
      id,
      caller.id,
      name,
      JSON.stringify(created),
    ]);
    return created;
  }
}

const change = z.strictObject({
  name: z.string().min(1).optional(),
  depth: z.number().positive().optional(),
  position: z.object({ north: z.number(), east: z.number() }).partial().nullish(),
});

@Injectable()
class WellChange implements ResourceChange<z.infer<typeof change>> {
  readonly input = change;

  async change(_change: z.infer<typeof change>, after: Document, { manager, id }: ChangeContext): Promise<void> {
    await manager.query(`update well set document = $2, name = $2::json->>'name' where id = $1`, [
      id,
      JSON.stringify(after),
    ]);
  }
}

@Injectable()
class WellRemoval implements ResourceRemoval {
  async remove({ manager, id }: ChangeContext): Promise<void> {
    await manager.query(`delete from well where id = $1`, [id]);
  }
}

@Injectable()
class Diggers extends MadeResources {
  protected of(owner: string): Promise<Document[]> {
    const one = (id: string, depth: number, tool: string): Document => ({
      id: `${owner}-${id}`,
      href: hrefOf(digger, `${owner}-${id}`),
      depth,
      tool: [{ name: tool }],
      '@type': 'Digger',
    });
    return Promise.resolve([one('b', 9, 'spade'), one('a', 10, 'pick')]);
  }
}

export function wellOf(id: string, owner: string, over: Partial<WellDocument> = {}): WellDocument {
  return {
    id,
    href: hrefOf(well, id),
    name: id,
    depth: 10,
    isDry: false,
    state: 'planned',
    relatedParty: [{ id: owner, role: 'owner' }],
    '@type': 'Well',
    ...over,
  };
}

@Module({
  providers: [WellCreation, WellChange, WellRemoval, Diggers],
  exports: [WellCreation, WellChange, WellRemoval, Diggers],
})
class WellModule {}

const writes = { create: WellCreation, change: WellChange, remove: WellRemoval };

@Module({
  imports: [
    AuthModule,
    PersistenceModule.forRoot({ entities: [], migrations: [...hubMigrations, CreateWell1790000000000], outbox: true }),
    TmfModule.forRoot({
      hub: true,
      imports: [WellModule],
      resources: [
        { resource: well, ...writes },
        { resource: fieldWell },
        { resource: landmark, ...writes },
        { resource: digger, source: Diggers },
      ],
    }),
  ],
})
class AppModule {}

export const wells = defineService({
  name: 'wells',
  module: AppModule,
  settings: [DatabaseSettings, AuthSettings, HubSettings],
});
