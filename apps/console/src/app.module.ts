import { Module } from '@nestjs/common';

/** Nothing of its own: the platform answers for health and metrics, the pages are plain files. */
@Module({})
export class AppModule {}
