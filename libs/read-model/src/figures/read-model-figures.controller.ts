import { Controller, Get, Param, Query } from '@nestjs/common';
import { DomainError, parseInput } from '@wellspring/platform';
import { z } from 'zod';
import type { ReadModelFigures } from '../read/figures.ts';
import { ReadModels } from '../read-models.ts';
import type { QuarantinedRecord } from '../store/quarantine.ts';

const page = z.strictObject({
  /** Id of the last record of the page before. */
  after: z.string().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

interface Quarantined {
  items: QuarantinedRecord[];
  /** Goes into `after` of the next page; null behind the last. */
  next: string | null;
}

/** How the copies of a service are doing. Nothing of a customer is told: what a record holds stays in the database. */
@Controller('read-models')
export class ReadModelFiguresController {
  constructor(private readonly models: ReadModels) {}

  @Get()
  async list(): Promise<{ items: ReadModelFigures[] }> {
    return { items: await Promise.all(this.models.all().map((model) => model.figures())) };
  }

  @Get(':name/quarantine')
  async quarantine(@Param('name') name: string, @Query() query: unknown): Promise<Quarantined> {
    const { after, limit } = parseInput(page, query);
    const model = this.models.find(name);
    if (!model) throw new DomainError({ code: 'READ_MODEL.NOT_FOUND', message: 'There is no such copy', status: 404 });
    const items = await model.quarantined(after, limit);
    return { items, next: items.length < limit ? null : (items.at(-1)?.id ?? null) };
  }
}
