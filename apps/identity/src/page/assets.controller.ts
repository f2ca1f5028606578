import { Controller, Get, NotFoundException, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { findAsset } from './assets.ts';

const yearSeconds = 31_536_000;

/** The files the pages are made with. */
@Controller('identity/assets')
export class AssetsController {
  @Get(':name')
  async serve(
    @Param('name') name: string,
    @Query('v') version: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asset = findAsset(name);
    if (asset === undefined) throw new NotFoundException();
    // While two versions run side by side, the other one's address must not be remembered with this one's content.
    const isOurs = version === asset.version;
    await reply
      .header('content-type', asset.type)
      .header('cache-control', isOurs ? `public, max-age=${String(yearSeconds)}, immutable` : 'no-cache')
      .header('x-content-type-options', 'nosniff')
      .send(asset.content);
  }
}
