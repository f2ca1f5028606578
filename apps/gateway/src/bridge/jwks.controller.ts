import { Controller, Get, Header } from '@nestjs/common';
import type { JsonWebKey } from 'node:crypto';
import { SigningKeys } from './signing-keys.ts';

/** The public keys, on the management port: only systems behind the gateway need them. */
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  @Get('jwks.json')
  @Header('cache-control', 'public, max-age=60')
  jwks(): { keys: JsonWebKey[] } {
    return this.keys.published;
  }
}
