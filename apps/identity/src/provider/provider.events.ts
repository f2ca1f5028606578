import { Injectable } from '@nestjs/common';
import { Logger, Metrics } from '@wellspring/platform';
import type { errors, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { ClientAddress } from '../client-address/client-address.ts';

/** Failures of the protocol and notices of sign-out, for the log and the metrics. */
@Injectable()
export class ProviderEvents {
  private readonly failures;
  private readonly backchannelLogouts;

  constructor(
    private readonly addresses: ClientAddress,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.failures = metrics.counter({
      name: 'identity_protocol_errors_total',
      help: 'OpenID Connect requests refused, by step and error code',
      labels: ['step', 'error'],
      maxSeries: 100,
    });
    this.backchannelLogouts = metrics.counter({
      name: 'identity_backchannel_logouts_total',
      help: 'Clients told that a session has ended, by client and outcome',
      labels: ['client', 'outcome'],
    });
  }

  listen(provider: Provider): void {
    const refused = (step: string) => (ctx: KoaContextWithOIDC, error: errors.OIDCProviderError) => {
      this.failures.inc({ step, error: error.error });
      this.logger.info('OpenID Connect request refused', {
        'error.code': error.error,
        'error.message': error.error_detail ?? error.error_description,
        'client.ip': this.addresses.of(ctx.req),
        ...(ctx.oidc.client && { client: ctx.oidc.client.clientId }),
        step,
      });
    };
    provider.on('authorization.error', refused('authorization'));
    provider.on('grant.error', refused('token'));
    provider.on('userinfo.error', refused('userinfo'));
    provider.on('end_session.error', refused('end_session'));
    provider.on('end_session_confirm.error', refused('end_session'));
    provider.on('revocation.error', refused('revocation'));
    provider.on('grant.success', ({ oidc }) => {
      const { ClientCredentials: token } = oidc.entities;
      if (token) this.logger.info('A machine got a token', { client: token.clientId, scope: token.scope });
    });
    provider.on('server_error', (_ctx, error) => {
      this.logger.error('The OpenID Provider failed', error);
    });
    // What goes wrong outside of an endpoint, which Koa would print.
    provider.onerror = (error) => {
      this.logger.error('The OpenID Provider failed', error);
    };
    provider.on('backchannel.success', (_ctx, client) => {
      this.told(client.clientId);
    });
    provider.on('backchannel.error', (_ctx, error, client, accountId) => {
      this.notTold(client.clientId, accountId, error);
    });
  }

  /** A client has been told that a session is over. */
  told(client: string): void {
    this.backchannelLogouts.inc({ client, outcome: 'ok' });
  }

  notTold(client: string, accountId: string, error: unknown): void {
    this.backchannelLogouts.inc({ client, outcome: 'failed' });
    this.logger.error('A client could not be told of a sign-out', error, { 'user.id': accountId, client });
  }
}
