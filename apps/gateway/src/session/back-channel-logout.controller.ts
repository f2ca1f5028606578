import { Body, Controller, Header, HttpCode, Post, Res } from '@nestjs/common';
import { LogoutTokenError } from '@wellspring/auth/relying-party';
import { TakesForm } from '@wellspring/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { BackChannelLogout } from './back-channel-logout.ts';

const bodySchema = z.object({ logout_token: z.string().max(8_192) });

/**
 * Where the provider says that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0, section 2.5). On
 * the management port, which no browser reaches.
 */
@Controller('back-channel-logout')
export class BackChannelLogoutController {
  constructor(private readonly backChannel: BackChannelLogout) {}

  @Post()
  @TakesForm()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async signedOut(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const token = bodySchema.safeParse(body).data?.logout_token;
    if (token === undefined) return refused(reply, 'logout_token is missing');
    try {
      await this.backChannel.signedOut(token);
      return {};
    } catch (error) {
      if (error instanceof LogoutTokenError) return refused(reply, error.message);
      throw error;
    }
  }
}

/** As section 2.8 wants a refusal. */
function refused(reply: FastifyReply, why: string): object {
  void reply.status(400);
  return { error: 'invalid_request', error_description: why };
}
