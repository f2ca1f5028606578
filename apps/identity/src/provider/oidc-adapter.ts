import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from 'oidc-provider';
import type { OidcRecordStore } from './oidc-record.store.ts';

/** The storage interface of oidc-provider, on PostgreSQL. */
export function oidcAdapter(store: OidcRecordStore): AdapterFactory {
  return (model): Adapter => (model === 'Client' ? noClients : recordsOf(store, model));
}

function recordsOf(store: OidcRecordStore, model: string): Adapter {
  return {
    find: (id) => store.byId(model, id),
    findByUid: (uid) => store.byUid(model, uid),
    findByUserCode: () => Promise.resolve(undefined),
    destroy: (id) => store.remove(model, id),
    revokeByGrantId: (grantId) => store.removeByGrant(model, grantId),
    async upsert(id: string, payload: AdapterPayload, expiresIn?: number) {
      if (expiresIn === undefined) throw new Error(`${model} has no time to live`);
      await store.save(model, id, payload, expiresIn);
    },
    async consume(id: string) {
      // The provider looks whether a code was used before it uses it; two exchanges at once both see a fresh one.
      if (!(await store.consume(model, id))) throw new errors.InvalidGrant({ detail: `${model} already consumed` });
    },
  };
}

/** All clients are configured, so an unknown one is not worth a query. */
const noClients: Adapter = {
  find: () => Promise.resolve(undefined),
  findByUid: () => Promise.resolve(undefined),
  findByUserCode: () => Promise.resolve(undefined),
  destroy: () => Promise.resolve(),
  revokeByGrantId: () => Promise.resolve(),
  upsert: () => Promise.resolve(),
  consume: () => Promise.resolve(),
};
