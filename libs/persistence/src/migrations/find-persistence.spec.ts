import { describe, expect, it } from '@jest/globals';
import { forwardRef, Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.ts';
import { findPersistence } from './find-persistence.ts';

const options = { entities: [], migrations: [], outbox: true };

@Module({ imports: [PersistenceModule.forRoot(options)] })
class DatabaseFeature {}

@Module({ imports: [forwardRef(() => AppModule), DatabaseFeature] })
class Feature {}

@Module({ imports: [Promise.resolve({ module: Feature })] })
class AppModule {}

@Module({})
class WithoutDatabase {}

describe('findPersistence', () => {
  it('finds the options below plain, dynamic, promised and circular modules, without starting any', async () => {
    expect(await findPersistence(AppModule)).toMatchObject({ outbox: true });
    expect(await findPersistence({ module: WithoutDatabase, imports: [DatabaseFeature] })).toMatchObject({
      outbox: true,
    });
  });

  it('finds nothing where there is nothing', async () => {
    expect(await findPersistence(WithoutDatabase)).toBeUndefined();
  });
});
