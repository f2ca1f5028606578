import { Body, Controller, Delete, HttpCode, Param, Post, Res, type Type } from '@nestjs/common';
import { type Caller, CurrentCaller } from '@wellspring/auth';
import { DomainError, InvalidRequestError, parseInput } from '@wellspring/platform';
import { z } from 'zod';
import type { TmfReply } from '../http/answer-list.ts';
import { InvalidQueryError } from '../query/invalid-query.error.ts';
import type { Resource } from '../query/resource.ts';
import { assertCarries } from '../routes/caller.ts';
import { EventLanguage, type EventQuery, type OfferedEvents } from './event-language.ts';
import { HubRelay } from './hub-relay.ts';
import { HubSettings } from './hub.settings.ts';
import { Listeners } from './listeners.ts';

/** What a token must carry to register, beside the scope that reading everybody's of the resource takes. */
export const hubScope = 'tmf:hub';

const listenerInput = z.object({
  callback: z.url({ protocol: /^https?$/ }).max(500),
  query: z.string().max(1_000).nullish(),
});

interface ListenerDocument {
  id: string;
  callback: string;
  query: string | null;
}

/** `POST …/hub` and `DELETE …/hub/{id}` of an API (TMF630 part 4). */
export function hubController(base: string, offered: OfferedEvents): Type<object> {
  const hub = `${base}/hub`;
  const language = new EventLanguage(offered);

  @Controller(hub)
  class HubController {
    constructor(
      private readonly listeners: Listeners,
      private readonly settings: HubSettings,
      relay: HubRelay,
    ) {
      for (const eventType of offered.keys()) relay.offer(eventType, language);
    }

    @Post()
    async register(
      @CurrentCaller() caller: Caller,
      @Body() body: unknown,
      @Res({ passthrough: true }) reply: TmfReply,
    ): Promise<ListenerDocument> {
      assertCarries(caller, hubScope);
      const { callback, query } = parseInput(listenerInput, body);
      assertAllowed(callback, this.settings.hubCallbacks);
      const eventTypes = eventTypesIn(query ?? '', language);
      for (const eventType of eventTypes) assertMayBeTold(caller, offered.get(eventType));
      const listener = await this.listeners.register({
        api: base,
        callback,
        query: query ?? '',
        eventTypes,
        registeredBy: caller.id,
      });
      if (!listener) {
        throw new DomainError({ code: 'HUB.REGISTERED', message: 'The same is registered already', status: 409 });
      }
      reply.header('location', `${hub}/${listener.id}`);
      return { id: listener.id, callback, query: query ?? null };
    }

    @Delete(':id')
    @HttpCode(204)
    async unregister(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<void> {
      assertCarries(caller, hubScope);
      if (await this.listeners.remove(base, id, caller.id)) return;
      throw new DomainError({ code: 'HUB.NOT_FOUND', message: 'There is no such listener', status: 404 });
    }
  }
  return HubController;
}

/** Events are about everybody, and carry the resource as it is then. */
function assertMayBeTold(caller: Caller, resource?: Resource): void {
  const readAll = resource?.scopes.readAll;
  if (readAll !== undefined) assertCarries(caller, readAll);
}

/** The server fetches nothing that a stranger names: only addresses below those it was told of. */
function assertAllowed(callback: string, allowed: readonly string[]): void {
  const { origin, pathname } = new URL(callback);
  const isBelow = (address: string): boolean => {
    const place = new URL(address);
    const folder = place.pathname.endsWith('/') ? place.pathname : `${place.pathname}/`;
    return place.origin === origin && (pathname === place.pathname || pathname.startsWith(folder));
  };
  if (allowed.some(isBelow)) return;
  const message = 'must lie below an address that callbacks may go to';
  throw new InvalidRequestError([{ field: 'callback', rule: 'not_allowed', message }]);
}

/** @throws InvalidRequestError naming what of the query is not understood */
function eventTypesIn(query: string, language: EventLanguage): readonly string[] {
  const { eventTypes } = understood(query, language);
  if (eventTypes.length > 0) return eventTypes;
  throw new InvalidRequestError([{ field: 'query', rule: 'invalid_value', message: 'leaves no eventType to tell of' }]);
}

function understood(query: string, language: EventLanguage): EventQuery {
  try {
    return language.read(query);
  } catch (error) {
    if (!(error instanceof InvalidQueryError)) throw error;
    const errors = error.errors.map(({ field, rule, message }) => ({
      field: 'query',
      rule,
      message: `${field} ${message}`,
    }));
    throw new InvalidRequestError(errors);
  }
}
