import { Body, Controller, Get, Injectable, Module, Post } from '@nestjs/common';
import { DatabaseSettings, PersistenceModule } from '@wellspring/persistence';
import { defineService, Lifecycle, Logger, settings } from '@wellspring/platform';
import { Column, DataSource, Entity, type MigrationInterface, PrimaryGeneratedColumn, type QueryRunner } from 'typeorm';
import { z } from 'zod';

@Entity()
export class Note {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('text')
  text!: string;
}

class CreateNote1700000000000 implements MigrationInterface {
  readonly name = 'CreateNote1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE note (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE note');
  }
}

export class NoteSettings extends settings({ greeting: z.string(), engineUrl: z.url().optional() }) {}

@Injectable()
export class StopWitness {
  stopped = false;

  constructor(lifecycle: Lifecycle) {
    lifecycle.onCloseConnections('witness', () => {
      this.stopped = true;
      return Promise.resolve();
    });
  }
}

@Controller('notes')
class NoteController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly noteSettings: NoteSettings,
    private readonly logger: Logger,
  ) {}

  @Get()
  async list(): Promise<{ greeting: string; engineUrl: string | undefined; notes: Note[] }> {
    const { greeting, engineUrl } = this.noteSettings;
    return { greeting, engineUrl, notes: await this.dataSource.getRepository(Note).find() };
  }

  @Post()
  async add(@Body() body: { text: string }): Promise<Note> {
    this.logger.info('Note added', { length: body.text.length });
    return this.dataSource.getRepository(Note).save({ text: body.text });
  }
}

@Module({
  imports: [PersistenceModule.forRoot({ entities: [Note], migrations: [CreateNote1700000000000], idempotency: false })],
  controllers: [NoteController],
  providers: [StopWitness],
})
class NoteModule {}

/** A small service with a database, to try the library on. */
export const noteService = defineService({
  name: 'note-keeper',
  module: NoteModule,
  settings: [NoteSettings, DatabaseSettings],
});
