import { z } from 'zod';

/** Whose sign-in a client takes. */
export const accountKind = z.enum(['customers', 'operators']);
export type AccountKind = z.infer<typeof accountKind>;

/**
 * A client of this provider: OpenID Connect Dynamic Client Registration 1.0, section 2, as far as first-party web
 * clients need it, and `accounts`, our own.
 */
export const clientSchema = z
  .strictObject({
    client_id: z.string().min(1),
    client_secret: z.string().min(16),
    client_name: z.string().optional(),
    client_uri: z.url().optional(),
    initiate_login_uri: z.url().optional(),
    redirect_uris: z.array(z.url()).min(1),
    post_logout_redirect_uris: z.array(z.url()).default([]),
    backchannel_logout_uri: z.url().optional(),
    backchannel_logout_session_required: z.boolean().default(true),
    token_endpoint_auth_method: z.enum(['client_secret_basic', 'client_secret_post']).default('client_secret_basic'),
    grant_types: z
      .array(z.enum(['authorization_code', 'refresh_token']))
      .default(['authorization_code', 'refresh_token']),
    accounts: accountKind.optional(),
  })
  .transform(({ accounts, ...metadata }) => ({
    metadata,
    accounts: accounts ?? (metadata.client_id === 'console' ? 'operators' : 'customers'),
  }));

export type ClientSettings = z.infer<typeof clientSchema>;
