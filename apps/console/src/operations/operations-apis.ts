import { Injectable } from '@nestjs/common';
import { type HttpClient, InjectHttpClient } from '@wellspring/platform';
import { OperationsApi } from './operations-api.ts';
import { type SystemName, systems } from './systems.ts';

/** The operations API of every system. */
@Injectable()
export class OperationsApis {
  private readonly apis: Readonly<Record<SystemName, OperationsApi>>;

  constructor(
    @InjectHttpClient('gateway') gateway: HttpClient,
    @InjectHttpClient('billing') billing: HttpClient,
    @InjectHttpClient('inventory') inventory: HttpClient,
    @InjectHttpClient('usage') usage: HttpClient,
    @InjectHttpClient('pinpoint') pinpoint: HttpClient,
  ) {
    this.apis = {
      gateway: new OperationsApi('gateway', gateway),
      billing: new OperationsApi('billing', billing),
      inventory: new OperationsApi('inventory', inventory),
      usage: new OperationsApi('usage', usage),
      pinpoint: new OperationsApi('pinpoint', pinpoint),
    };
  }

  /** @returns undefined when there is no such system. */
  of(name: string): OperationsApi | undefined {
    const known = systems.find((system) => system === name);
    return known && this.apis[known];
  }
}
