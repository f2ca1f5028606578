import { Module } from '@nestjs/common';
import { Brand } from './brand/brand.ts';
import { FirstDataModule } from './first-data/first-data.module.ts';
import { PageAnswers } from './page/page-answers.ts';

@Module({ imports: [FirstDataModule], providers: [Brand, PageAnswers] })
export class AppModule {}
