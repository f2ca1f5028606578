import { Injectable } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { AccountDirectory } from '../account/account-directory.ts';
import { ClientDirectory } from '../client/client-directory.ts';
import { IdentitySettings } from '../config.ts';
import type { SigningKey } from '../signing-key/signing-key.ts';
import { MachineClients } from '../machine-client/machine-clients.ts';
import { ClientSecrets } from './client-secrets.ts';
import { oidcAdapter } from './oidc-adapter.ts';
import { OidcRecordStore } from './oidc-record.store.ts';
import { providerConfiguration, type ProviderParts, responseMode } from './provider.configuration.ts';
import { ProviderEvents } from './provider.events.ts';
import { ProviderPages } from './provider.pages.ts';
import { SessionEnd } from './session-end.ts';

type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Thrown while the signing keys have not been read yet. */
export class ProviderNotReadyError extends Error {
  constructor() {
    super('The signing keys have not been loaded yet');
  }
}

/**
 * The OpenID Provider with the keys of the moment. oidc-provider takes its keys once and for all, so another key makes
 * another provider; all it remembers is in the database, and building one takes a few milliseconds a month.
 */
@Injectable()
export class OpenIdProvider {
  readonly issuer: string;
  private readonly parts: ProviderParts;
  private running: { provider: Provider; handle: RequestHandler; kids: string } | undefined;

  constructor(
    settings: IdentitySettings,
    accounts: AccountDirectory,
    clients: ClientDirectory,
    machines: MachineClients,
    private readonly clientSecrets: ClientSecrets,
    store: OidcRecordStore,
    private readonly pages: ProviderPages,
    private readonly events: ProviderEvents,
    private readonly sessionEnd: SessionEnd,
  ) {
    this.issuer = new URL('/identity', settings.publicUrl).href;
    this.parts = { settings, accounts, clients, machines, pages, sessionEnd, adapter: oidcAdapter(store) };
  }

  /** Signs with the first of these keys from now on, and publishes all of them. */
  use(keys: readonly SigningKey[]): void {
    const kids = keys.map(({ kid }) => kid).join();
    if (kids === this.running?.kids) return;
    const configuration = providerConfiguration(
      this.parts,
      keys.map(({ jwk }) => jwk),
    );
    const provider = new Provider(this.issuer, configuration);
    // The gateway in front ends TLS; what it says about it has been checked before it comes here.
    provider.proxy = true;
    provider.use(async (ctx, next) => {
      offerQueryOnly(ctx);
      await next();
      if (isOidc(ctx)) this.finish(ctx);
    });
    this.clientSecrets.use(provider);
    this.events.listen(provider);
    this.running = { provider, handle: provider.callback(), kids };
  }

  get isReady(): boolean {
    return this.running !== undefined;
  }

  /** @throws ProviderNotReadyError */
  get current(): Provider {
    return this.required().provider;
  }

  /** Answers a request whose path is below the issuer. @throws ProviderNotReadyError */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return this.required().handle(request, response);
  }

  /** Ends every session of an account, wherever it was opened; returns how many there were. */
  endSessionsOf(accountId: string): Promise<number> {
    return this.sessionEnd.endAll(this.current, accountId);
  }

  private finish(ctx: KoaContextWithOIDC): void {
    this.pages.replaceInlineForm(ctx);
    const { body }: { body?: unknown } = ctx;
    if (ctx.oidc.route === 'discovery' && typeof body === 'object') {
      ctx.body = { ...body, response_modes_supported: [responseMode] };
    }
  }

  private required(): NonNullable<typeof this.running> {
    if (this.running === undefined) throw new ProviderNotReadyError();
    return this.running;
  }
}

/**
 * All clients take the answer in the query. oidc-provider has other modes that cannot be switched off, and would deliver
 * even its refusal in them; one it has never heard of is refused as it should be.
 */
function offerQueryOnly(ctx: { path: string; query: Record<string, unknown> }): void {
  const { response_mode: asked } = ctx.query;
  if (ctx.path === '/auth' && asked !== undefined && asked !== responseMode) {
    ctx.query = { ...ctx.query, response_mode: 'not-offered' };
  }
}

/** Whether the request was for one of the provider's endpoints. */
function isOidc(ctx: object): ctx is KoaContextWithOIDC {
  return 'oidc' in ctx;
}
