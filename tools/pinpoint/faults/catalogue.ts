/** Every fault that can be played, by name: what it is, and how it begins and ends. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Misbehaviour, Stage } from './fault.ts';

/** What is broken from within looks several times a second whether it is to be: `sabotage.js`. */
const lookMs = 400;

export type MakeFault = (stage: Stage, forMs: number) => Fault;

const nothing = (): Promise<void> => Promise.resolve();

function background(target: string, what: string, fault: object): MakeFault {
  return (stage, forMs) => ({
    what: `${target.replace('.*', '')} ${what}`,
    begin: () => stage.backgroundSystem(target, fault, forMs),
    end: () => stage.healBackgroundSystems(),
  });
}

function edge(app: string, variable: string, what: string, misbehaviour: Misbehaviour): MakeFault {
  return (stage) => ({
    what: `what ${app} calls as ${variable} ${what}`,
    begin: () => stage.edge(app, variable, misbehaviour),
    end: () => stage.edge(app, variable, { mode: 'none' }),
  });
}

function everyDatabase(what: string, misbehaviour: Misbehaviour): MakeFault {
  return (stage) => {
    const all = (next: Misbehaviour): Promise<void> =>
      Promise.all(stage.databaseOwners.map((app) => stage.edge(app, 'DATABASE_URL', next))).then(nothing);
    return { what: `PostgreSQL ${what}`, begin: () => all(misbehaviour), end: () => all({ mode: 'none' }) };
  };
}

function within(app: string, what: string, sabotage: object): MakeFault {
  return (stage, forMs) => ({
    what: `${app} ${what}`,
    begin: () => {
      stage.sabotage(app, sabotage, forMs);
      return nothing();
    },
    end: () => {
      stage.sabotage(app, { mode: 'none' }, 0);
      return nothing();
    },
  });
}

/** As `within`, of what shows only where connections are made. */
function whenConnecting(app: string, variable: string, what: string, sabotage: object): MakeFault {
  return (stage, forMs) => {
    const fault = within(app, what, sabotage)(stage, forMs);
    return {
      ...fault,
      begin: async () => {
        await fault.begin();
        await delay(lookMs);
        stage.disconnect(app, variable);
      },
    };
  };
}

function stopped(app: string): MakeFault {
  return (stage) => ({
    what: `${app} is stopped`,
    begin: () => stage.signal(app, 'SIGSTOP'),
    end: () => stage.signal(app, 'SIGCONT'),
  });
}

function killed(app: string): MakeFault {
  return (stage) => ({
    what: `${app} is killed`,
    begin: () => stage.signal(app, 'SIGKILL'),
    end: () => stage.start(app),
  });
}

/** Ends a while after each start and is started again, as Kubernetes does. */
function crashing(app: string, what: string, everyMs: number, changed: Readonly<Record<string, string>>): MakeFault {
  return (stage) => {
    let timer: NodeJS.Timeout | undefined;
    let isOver = false;
    let starting: Promise<void> = nothing();
    const crash = async (): Promise<void> => {
      await stage.signal(app, 'SIGKILL');
      if (!isOver) await stage.start(app, changed);
      if (!isOver) timer = setTimeout(next, everyMs);
    };
    const next = (): void => {
      starting = starting.then(crash);
    };
    return {
      what: `${app} ${what}`,
      begin: () => {
        next();
        return nothing();
      },
      end: async () => {
        isOver = true;
        clearTimeout(timer);
        await starting;
        await stage.restart(app, {});
      },
    };
  };
}

function changed(app: string, what: string, environment: Readonly<Record<string, string>>): MakeFault {
  return (stage) => ({
    what: `${app} ${what}`,
    begin: () => stage.restart(app, environment),
    end: () => stage.restart(app, {}),
  });
}

function inDatabase(app: string, what: string, begin: string, end: string): MakeFault {
  return (stage) => ({
    what: `${app} ${what}`,
    begin: () => stage.sql(app, begin),
    end: () => stage.sql(app, end),
  });
}

const connectionsTaken: MakeFault = (stage) => ({
  what: 'PostgreSQL has no connection left',
  begin: () => stage.takeConnections(),
  end: () => stage.giveConnectionsBack(),
});

/** What PostgreSQL says of every change when its disk is full; reads go on. */
const diskIsFull = `
  create function disk_full() returns trigger language plpgsql as $$
    begin
      raise exception 'could not extend file "base/1/1": No space left on device' using errcode = '53100';
    end $$;
  do $$
    declare t record;
    begin
      for t in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') loop
        execute format('create trigger disk_full before insert or update on %s for each statement execute function disk_full()', t.name);
      end loop;
    end $$`;
const diskHasRoom = 'drop function if exists disk_full() cascade';
const deadMessage = `
  insert into outbox (id, aggregatetype, aggregateid, type, payload, attempts, last_error, dead_at)
  values ('00000000-0000-4000-8000-00000000dead', 'bill', 'poisoned', 'Poisoned', '{}', 20, 'cannot be read', now())`;
const noDeadMessage = `delete from outbox where aggregateid = 'poisoned'`;

const systems = ['billing-engine', 'crm', 'payment-provider', 'rating', 'provisioning'];
const ways: Readonly<Record<string, readonly [what: string, fault: object]>> = {
  hangs: ['hangs', { mode: 'hang' }],
  slow: ['is slow', { mode: 'latency', latencyMs: 1_500 }],
  fails: ['answers with errors', { mode: 'error' }],
  garbage: ['answers with garbage', { mode: 'garbage' }],
  resets: ['breaks connections', { mode: 'reset' }],
};

/** Each background system as a whole, in each way it can misbehave. */
const ofTheBackground = systems.flatMap((system) =>
  Object.entries(ways).map(
    ([way, [what, fault]]) => [`${system}-${way}`, background(`${system}.*`, what, fault)] as const,
  ),
);

export const catalogue: Readonly<Record<string, MakeFault>> = {
  ...Object.fromEntries(ofTheBackground),
  'billing-engine-feed-fails': background('billing-engine.list-changes', 'answers with errors', { mode: 'error' }),
  'crm-sign-in-fails': background('crm.verify-credentials', 'answers with errors', { mode: 'error' }),
  'billing-engine-refused': edge('billing', 'BILLING_ENGINE_URL', 'refuses connections', { mode: 'refuse' }),
  'billing-name-not-found': whenConnecting('billing', 'BILLING_ENGINE_URL', 'does not find the billing engine', {
    mode: 'connect-error',
    name: 'billing-engine.localhost',
    code: 'ENOTFOUND',
  }),
  'billing-certificate-expired': whenConnecting(
    'billing',
    'PAYMENT_PROVIDER_URL',
    'does not trust the payment provider',
    {
      mode: 'connect-error',
      name: 'payment-provider.localhost',
      code: 'CERT_HAS_EXPIRED',
    },
  ),
  'database-away': everyDatabase('refuses connections', { mode: 'refuse' }),
  'database-slow': everyDatabase('is slow', { mode: 'latency', ms: 400 }),
  'database-hangs': everyDatabase('hangs', { mode: 'hang' }),
  'database-connections-taken': connectionsTaken,
  'billing-database-hangs': edge('billing', 'DATABASE_URL', 'hangs', { mode: 'hang' }),
  'billing-disk-full': inDatabase('billing', 'finds the disk of its database full', diskIsFull, diskHasRoom),
  'billing-message-poisoned': inDatabase('billing', 'puts a message aside', deadMessage, noDeadMessage),
  'billing-stopped': stopped('billing'),
  'portal-stopped': stopped('portal'),
  'identity-stopped': stopped('identity'),
  'billing-killed': killed('billing'),
  'portal-killed': killed('portal'),
  'billing-crashes': crashing('billing', 'ends again and again', 3_000, {}),
  'billing-bad-release-crashes': crashing('billing', 'is a release that ends again and again', 3_000, {
    SERVICE_VERSION: '2.0.0-crashing',
  }),
  'billing-blocked': within('billing', 'is busy with itself', { mode: 'block' }),
  'billing-leaks': within('billing', 'takes more and more memory', { mode: 'leak' }),
  'billing-keeps-connections': within('billing', 'takes connections to its database and does not give them back', {
    mode: 'keep-connections',
  }),
  // There is a second process of billing where everything can be broken.
  'billing-replica-slow': within('billing-2', 'answers slowly', { mode: 'slow', latencyMs: 1_500 }),
  'billing-replica-stopped': stopped('billing-2'),
  'billing-log-not-read': within('billing', 'writes a log that is not read', { mode: 'log' }),
  'identity-clock': within('identity', 'has a clock that is a minute slow', { mode: 'clock', offMs: -60_000 }),
  'billing-bad-release': changed('billing', 'is a bad release', {
    SERVICE_VERSION: '2.0.0-bad',
    SABOTAGE_ANSWERS: 'fail',
  }),
  'billing-bad-setting': changed('billing', 'has a wrong address of the billing engine', {
    BILLING_ENGINE_URL: 'http://127.0.0.1:9/billing-engine',
  }),
  'portal-innocent-release': changed('portal', 'is released, and nothing is wrong', { SERVICE_VERSION: '2.0.0' }),
  'usage-innocent-release': changed('usage', 'is released, and nothing is wrong', { SERVICE_VERSION: '2.0.0' }),
};
