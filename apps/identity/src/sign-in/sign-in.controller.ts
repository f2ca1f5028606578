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
import { negotiateLocale, rememberedChoice } from '../page/locale.ts';
import { type SignInProblem, signInPage } from '../page/sign-in.page.ts';
import { type Interaction, InteractionEndedError, Interactions } from './interactions.ts';
import { PageErrorFilter } from './page-error.filter.ts';
import { PageReply } from './page-reply.ts';
import { SignInService } from './sign-in.service.ts';
import type { SignInOutcome } from './sign-in.ts';

const credentialsSchema = z.object({
  login: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(256),
});

/** The database and the CRM know no such names. */
const controlCharacter = /\p{Cc}/u;

/** What the page's own links and form carry along, for when the interaction is over. */
const restartSchema = z.object({ client: z.string().max(200), state: z.string().min(1).max(500) });

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
    const remembered = rememberedChoice(chosen, this.origin.startsWith('https:'));
    if (remembered !== undefined) void reply.header('set-cookie', remembered);
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
    const interaction = await this.findOrRestart(uid, request, reply);
    if (interaction === undefined) return;
    const answer = (status: number, problem: SignInProblem): Promise<void> => {
      const login = typedLogin.safeParse(body).data;
      return this.page.send(reply, status, this.render(interaction, chosen, request, { login, problem }));
    };

    const credentials = credentialsSchema.safeParse(body);
    if (!credentials.success) return answer(422, { kind: 'missing' });
    if (controlCharacter.test(credentials.data.login)) return answer(422, { kind: 'refused' });
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

  /**
   * Who filled in the page after its time is over begins again, for the page they wanted. Only a form that was sent: a
   * browser that keeps no cookies would go round in a circle.
   */
  private async findOrRestart(
    uid: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Interaction | undefined> {
    try {
      return await this.interactions.find(uid, request.raw, reply.raw);
    } catch (error) {
      const { data } = restartSchema.safeParse(request.query);
      const restart = data === undefined ? undefined : this.clients.restartOf(data.client, data.state);
      if (!(error instanceof InteractionEndedError) || restart === undefined) throw error;
      await this.page.redirect(reply, restart);
      return undefined;
    }
  }

  private render(
    { uid, clientId, accounts, uiLocales, state: clientState = '' }: Interaction,
    chosen: unknown,
    request: FastifyRequest,
    state: { login?: string | undefined; problem?: SignInProblem },
  ): string {
    const query = new URLSearchParams({ client: clientId, state: clientState });
    return signInPage({
      locale: negotiateLocale({
        chosen,
        uiLocales,
        cookies: request.headers.cookie,
        acceptLanguage: request.headers['accept-language'],
      }),
      accounts,
      path: `/identity/interaction/${encodeURIComponent(uid)}?${query.toString()}`,
      home: this.clients.homeOf(clientId),
      ...state,
    });
  }
}
