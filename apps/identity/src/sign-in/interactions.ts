import { Injectable } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors } from 'oidc-provider';
import { z } from 'zod';
import type { AccountKind } from '../client/client.schema.ts';
import { ClientDirectory } from '../client/client-directory.ts';
import { OpenIdProvider } from '../provider/open-id-provider.ts';

/** An authorization request that waits for somebody to sign in. */
export interface Interaction {
  uid: string;
  clientId: string;
  accounts: AccountKind;
  uiLocales: string | undefined;
  loginHint: string | undefined;
  /** Of the client, by which it knows this sign-in again. */
  state: string | undefined;
}

const paramsSchema = z.object({
  client_id: z.string(),
  ui_locales: z.string().optional(),
  // Only a hint: one that cannot be a login is none.
  login_hint: z.string().max(254).optional().catch(undefined),
  state: z.string().optional(),
});

/** No such interaction, or not of this browser, or over. */
export class InteractionEndedError extends Error {
  constructor(options?: ErrorOptions) {
    super('The interaction is not there', options);
  }
}

@Injectable()
export class Interactions {
  constructor(
    private readonly provider: OpenIdProvider,
    private readonly clients: ClientDirectory,
  ) {}

  /** @throws InteractionEndedError */
  async find(uid: string, request: IncomingMessage, response: ServerResponse): Promise<Interaction> {
    const details = await orEnded(this.provider.current.interactionDetails(request, response));
    if (details.uid !== uid || details.prompt.name !== 'login') throw new InteractionEndedError();
    const params = paramsSchema.parse(details.params);
    const { client_id: clientId, ui_locales: uiLocales, login_hint: loginHint, state } = params;
    const accounts = this.clients.accountsOf(clientId);
    if (accounts === undefined) throw new InteractionEndedError();
    return { uid, clientId, accounts, uiLocales, loginHint, state };
  }

  /** Somebody has signed in; returns where the browser goes on. @throws InteractionEndedError */
  finish(request: IncomingMessage, response: ServerResponse, accountId: string): Promise<string> {
    const result = { login: { accountId, amr: ['pwd'] } };
    return orEnded(
      this.provider.current.interactionResult(request, response, result, { mergeWithLastSubmission: false }),
    );
  }
}

async function orEnded<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) throw new InteractionEndedError({ cause: error });
    throw error;
  }
}
