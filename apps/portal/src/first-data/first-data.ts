import { Injectable } from '@nestjs/common';
import { HttpClient, InjectHttpClient } from '@wellspring/platform';
import { type Answer, readAnswer, type Resource } from '@wellspring/web';
import { z } from 'zod';
import type { FirstDataService } from './first-data-services.ts';
import { PortalSettings } from '../portal.settings.ts';

/** What a page comes with, asked for in the customer's name. */
@Injectable()
export class FirstData {
  /** By the name resources have for them. */
  private readonly services: ReadonlyMap<string, HttpClient>;

  constructor(
    @InjectHttpClient('billing') billing: HttpClient,
    @InjectHttpClient('usage') usage: HttpClient,
    @InjectHttpClient('inventory') inventory: HttpClient,
    private readonly settings: PortalSettings,
  ) {
    const clients: Record<FirstDataService, HttpClient> = { billing, usage, inventory };
    this.services = new Map(Object.entries(clients));
  }

  /** @returns undefined when it is not to be had now: the page asks for it itself, and says what is the matter */
  async of(resource: Resource, authorization: string): Promise<Answer<unknown> | undefined> {
    const client = this.services.get(resource.service);
    if (client === undefined) return undefined;
    try {
      const { status, headers, body } = await client.request({
        operation: `first-data-${resource.key.join('-')}`,
        method: 'GET',
        path: resource.path,
        headers: { authorization },
        schema: z.unknown(),
        timeoutMs: this.settings.firstDataTimeoutMs,
        // Whoever could not answer in time is asked again by the page.
        idempotent: false,
      });
      return readAnswer(resource.schema, { status, body, header: (name) => headers[name] });
    } catch {
      return undefined;
    }
  }
}
