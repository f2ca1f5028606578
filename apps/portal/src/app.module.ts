import { Module } from '@nestjs/common';
import { Brand } from '@wellspring/brand';
import { FirstDataModule } from './first-data/first-data.module.ts';
import { PageAnswers } from './page/page-answers.ts';
import { PortalSettings } from './portal.settings.ts';

const brand = {
  provide: Brand,
  inject: [PortalSettings],
  useFactory: ({ brandFolder }: PortalSettings) => new Brand(brandFolder),
};

@Module({ imports: [FirstDataModule], providers: [brand, PageAnswers] })
export class AppModule {}
