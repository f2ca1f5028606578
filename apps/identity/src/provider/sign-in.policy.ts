import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';

const { base, Check } = interactionPolicy;

/**
 * When a person has to do something: when nobody is signed in, and when the one who is does not belong to the client
 * (an operator coming to the customers' portal, a customer to the console, an account that no longer exists).
 * Consent is never asked for: all clients are our own.
 */
export function signInPolicy(): interactionPolicy.DefaultPolicy {
  const policy = base();
  policy.remove('consent');
  policy
    .get('login')
    ?.checks.add(new Check('account_not_for_client', 'another account is required', 'login_required', isForeign));
  return policy;
}

function isForeign({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.session?.accountId !== undefined && oidc.account === undefined;
}
