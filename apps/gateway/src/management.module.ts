import { Module } from '@nestjs/common';
import { JwksController } from './bridge/jwks.controller.ts';

/** What the gateway offers on its management port. */
@Module({ controllers: [JwksController] })
export class GatewayManagementModule {}
