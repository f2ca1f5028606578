import { Module } from '@nestjs/common';
import { JwksController } from './bridge/jwks.controller.ts';
import { BackChannelLogoutController } from './session/back-channel-logout.controller.ts';

/** What the gateway offers on its management port. */
@Module({ controllers: [JwksController, BackChannelLogoutController] })
export class GatewayManagementModule {}
