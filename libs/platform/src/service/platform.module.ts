import { Module } from '@nestjs/common';

/** Carries the platform's providers; its content is given where it is mounted. */
@Module({})
export class PlatformModule {}
