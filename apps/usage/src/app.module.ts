import { Module } from '@nestjs/common';
import { AuthModule } from '@wellspring/auth';
import { PersistenceModule } from '@wellspring/persistence';
import { readModelMigrations } from '@wellspring/read-model';
import { hubMigrations } from '@wellspring/tmf';
import { CreateUsage1796200000000 } from './migrations/1796200000000-create-usage.ts';
import { MakeUsageDocumentsWhenRead1796400000000 } from './migrations/1796400000000-make-usage-documents-when-read.ts';
import { TmfApiModule } from './tmf-api/tmf-api.module.ts';

@Module({
  imports: [
    AuthModule,
    PersistenceModule.forRoot({
      entities: [],
      migrations: [
        ...readModelMigrations,
        ...hubMigrations,
        CreateUsage1796200000000,
        MakeUsageDocumentsWhenRead1796400000000,
      ],
      outbox: true,
      jobs: true,
    }),
    TmfApiModule,
  ],
})
export class AppModule {}
