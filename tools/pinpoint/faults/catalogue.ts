/** Every fault that can be played, by name: what it is, and how it begins and ends. */
import type { Fault, Misbehaviour, Stage } from './fault.ts';

type MakeFault = (stage: Stage, forMs: number) => Fault;

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

function stopped(app: string): MakeFault {
  return (stage) => ({
    what: `${app} is stopped`,
    begin: () => {
      stage.signal(app, 'SIGSTOP');
      return nothing();
    },
    end: () => {
      stage.signal(app, 'SIGCONT');
      return nothing();
    },
  });
}

function killed(app: string): MakeFault {
  return (stage) => ({
    what: `${app} is killed`,
    begin: () => {
      stage.signal(app, 'SIGKILL');
      return nothing();
    },
    end: () => stage.start(app),
  });
}

function crashing(app: string, everyMs: number): MakeFault {
  return (stage) => {
    let timer: NodeJS.Timeout | undefined;
    let starting: Promise<void> = nothing();
    const crash = (): void => {
      starting = starting
        .then(() => stage.start(app))
        .then(() => {
          timer = setTimeout(() => {
            stage.signal(app, 'SIGKILL');
            crash();
          }, everyMs);
        });
    };
    return {
      what: `${app} ends again and again`,
      begin: () => {
        stage.signal(app, 'SIGKILL');
        crash();
        return nothing();
      },
      end: async () => {
        await starting;
        clearTimeout(timer);
        await stage.start(app);
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

export const catalogue: Readonly<Record<string, MakeFault>> = {
  'billing-engine-hangs': background('billing-engine.*', 'hangs', { mode: 'hang' }),
  'billing-engine-slow': background('billing-engine.*', 'is slow', { mode: 'latency', latencyMs: 1_500 }),
  'billing-engine-fails': background('billing-engine.*', 'answers with errors', { mode: 'error' }),
  'billing-engine-garbage': background('billing-engine.*', 'answers with garbage', { mode: 'garbage' }),
  'billing-engine-resets': background('billing-engine.*', 'breaks connections', { mode: 'reset' }),
  'billing-engine-feed-fails': background('billing-engine.list-changes', 'answers with errors', { mode: 'error' }),
  'payment-provider-hangs': background('payment-provider.*', 'hangs', { mode: 'hang' }),
  'payment-provider-fails': background('payment-provider.*', 'answers with errors', { mode: 'error' }),
  'crm-hangs': background('crm.*', 'hangs', { mode: 'hang' }),
  'crm-fails': background('crm.verify-credentials', 'answers with errors', { mode: 'error' }),
  'billing-engine-refused': edge('billing', 'BILLING_ENGINE_URL', 'refuses connections', { mode: 'refuse' }),
  'billing-name-not-found': within('billing', 'finds no name', { mode: 'dns' }),
  'database-away': everyDatabase('refuses connections', { mode: 'refuse' }),
  'database-slow': everyDatabase('is slow', { mode: 'latency', ms: 400 }),
  'database-hangs': everyDatabase('hangs', { mode: 'hang' }),
  'billing-database-hangs': edge('billing', 'DATABASE_URL', 'hangs', { mode: 'hang' }),
  'billing-stopped': stopped('billing'),
  'portal-stopped': stopped('portal'),
  'identity-stopped': stopped('identity'),
  'billing-killed': killed('billing'),
  'portal-killed': killed('portal'),
  'billing-crashes': crashing('billing', 3_000),
  'billing-blocked': within('billing', 'is busy with itself', { mode: 'block' }),
  'billing-leaks': within('billing', 'takes more and more memory', { mode: 'leak' }),
  'identity-clock': within('identity', 'has a clock that is a minute slow', { mode: 'clock', offMs: -60_000 }),
  'billing-bad-release': changed('billing', 'is a bad release', {
    SERVICE_VERSION: '2.0.0-bad',
    SABOTAGE_ANSWERS: 'fail',
  }),
  'billing-bad-setting': changed('billing', 'has a wrong address of the billing engine', {
    BILLING_ENGINE_URL: 'http://127.0.0.1:9/billing-engine',
  }),
  'portal-innocent-release': changed('portal', 'is released, and nothing is wrong', { SERVICE_VERSION: '2.0.0' }),
};
