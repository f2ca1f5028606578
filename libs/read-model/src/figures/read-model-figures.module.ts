import { Module } from '@nestjs/common';
import { ReadModelFiguresController } from './read-model-figures.controller.ts';

/** For the management port; the service shares its {@link ReadModels} with it. */
@Module({ controllers: [ReadModelFiguresController] })
export class ReadModelFiguresModule {}
