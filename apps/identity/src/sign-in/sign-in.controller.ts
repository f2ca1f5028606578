import {
  Body,
  Controller,
  ForbiddenException,
  Get,
  Headers,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseFilters,
} from '@nestjs/common';
import { RequestContext, TakesForm } from '@wellspring/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ClientDirectory } from '../client/client-directory.ts';
import { ClientAddress } from '../client-address/client-address.ts';
import { IdentitySettings } from '../config.ts';
import { negotiateLocale } from '../page/locale.ts';
import { type SignInProblem, signInPage } from '../page/sign-in.page.ts';
import { type Interaction, Interactions } from './interactions.ts';
import { PageErrorFilter } from './page-error.filter.ts';
import { PageReply } from './page-reply.ts';
import { SignInService } from './sign-in.service.ts';
import type { SignInOutcome } from './sign-in.ts';

const credentialsSchema = z.object({
  login: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(256),
});

const typedLogin = z.object({ login: z.string().max(254) }).transform(({ login }) => login);

/** The sign-in page, to which the provider sends whoever has to sign in. */
@Controller('identity/interaction')
@UseFilters(PageErrorFilter)
export class SignInController {
  private readonly origin: string;

  constructor(
    settings: IdentitySettings,
    private readonly interactions: Interactions,
    private readonly clients: ClientDirectory,
    private readonly addresses: ClientAddress,
    private readonly signIns: SignInService,
    private readonly page: PageReply,
  ) {
    this.origin = new URL(settings.publicUrl).origin;
  }

  @Get(':uid')
  async show(
    @Param('uid') uid: string,
    @Query('lang') chosen: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const interaction = await this.interactions.find(uid, request.raw, reply.raw);
    await this.page.send(reply, 200, this.render(interaction, chosen, request, { login: interaction.loginHint }));
  }

  @Post(':uid')
  @TakesForm()
  async signIn(
    @Param('uid') uid: string,
    @Query('lang') chosen: unknown,
    @Body() body: unknown,
    @Headers('origin') origin: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (origin !== undefined && origin !== this.origin) throw new ForbiddenException();
    const interaction = await this.interactions.find(uid, request.raw, reply.raw);
    const answer = (status: number, problem: SignInProblem): Promise<void> => {
      const login = typedLogin.safeParse(body).data;
      return this.page.send(reply, status, this.render(interaction, chosen, request, { login, problem }));
    };

    const credentials = credentialsSchema.safeParse(body);
    if (!credentials.success) return answer(422, { kind: 'missing' });
    const { clientId, accounts } = interaction;
    const address = this.addresses.of(request.raw);
    const result: SignInOutcome = await this.signIns.signIn(credentials.data, { clientId, accounts, address });
    switch (result.outcome) {
      case 'verified':
        return this.page.redirect(reply, await this.interactions.finish(request.raw, reply.raw, result.accountId));
      case 'refused':
        return answer(422, { kind: 'refused' });
      case 'locked':
        reply.header('retry-after', Math.ceil(result.retryAfterMs / 1_000));
        return answer(429, { kind: 'locked', retryAfterMs: result.retryAfterMs });
      case 'unavailable':
        return answer(503, { kind: 'unavailable', reference: RequestContext.current()?.traceId });
    }
  }

  private render(
    { uid, clientId, accounts, uiLocales }: Interaction,
    chosen: unknown,
    request: FastifyRequest,
    state: { login?: string | undefined; problem?: SignInProblem },
  ): string {
    return signInPage({
      locale: negotiateLocale({ chosen, uiLocales, acceptLanguage: request.headers['accept-language'] }),
      accounts,
      path: `/identity/interaction/${encodeURIComponent(uid)}`,
      home: this.clients.homeOf(clientId),
      ...state,
    });
  }
}
