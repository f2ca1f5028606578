import { Controller, Get, type InjectionToken, type OnModuleInit, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { ResourceRegistration } from '../routes/registration.ts';
import { openApiDocument } from './openapi-document.ts';

/** `GET …/openapi.json` of all that is offered below a base path. */
export function openApiController(base: string, registrations: readonly ResourceRegistration[]): Type<object> {
  @Controller(base)
  class OpenApiController implements OnModuleInit {
    private document: object = {};

    constructor(private readonly providers: ModuleRef) {}

    onModuleInit(): void {
      const find = <T>(token: InjectionToken<T> | undefined): T | undefined =>
        token === undefined ? undefined : this.providers.get<T>(token, { strict: false });
      const offered = registrations.map(({ resource, create, change, remove }) => ({
        resource,
        creation: find(create),
        change: find(change),
        isRemovable: remove !== undefined,
      }));
      this.document = openApiDocument(base, offered);
    }

    @Get('openapi.json')
    openApi(): object {
      return this.document;
    }
  }
  return OpenApiController;
}
