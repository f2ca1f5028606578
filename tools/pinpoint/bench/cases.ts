/** The score sheet: what is played, and what has to be found. */
export interface Expected {
  subjects: string[];
  kinds: string[];
}

export interface Case {
  /** The class of the score sheet it belongs to. */
  of: string;
  what: 'fault' | 'innocent';
  /** Names in the catalogue of faults, played at the same moment. */
  faults: string[];
  /** Something customers do besides. */
  load?: 'peak' | 'noisy-customer';
  expect: Expected[];
  /** Whoever may be named as well. */
  alsoRight?: Expected[];
  masked?: boolean;
  /** Longer than others take to show. */
  forMs?: number;
}

const engine = ['billing-engine'];
const ofTheEngine = (...kinds: string[]): Expected[] => [{ subjects: engine, kinds }];

export const cases: Readonly<Record<string, Case>> = {
  'engine-hangs': {
    of: 'background system hung',
    what: 'fault',
    faults: ['billing-engine-hangs'],
    expect: ofTheEngine('background-hangs'),
  },
  'provider-hangs': {
    of: 'background system hung',
    what: 'fault',
    faults: ['payment-provider-hangs'],
    expect: [{ subjects: ['payment-provider'], kinds: ['background-hangs'] }],
  },
  'crm-hangs': {
    of: 'background system hung',
    what: 'fault',
    faults: ['crm-hangs'],
    expect: [{ subjects: ['crm'], kinds: ['background-hangs'] }],
  },
  'engine-slow': {
    of: 'background system slow',
    what: 'fault',
    faults: ['billing-engine-slow'],
    expect: ofTheEngine('background-slow', 'background-hangs'),
  },
  'engine-fails': {
    of: 'background system failing',
    what: 'fault',
    faults: ['billing-engine-fails'],
    expect: ofTheEngine('background-fails'),
  },
  'provider-fails': {
    of: 'background system failing',
    what: 'fault',
    faults: ['payment-provider-fails'],
    expect: [{ subjects: ['payment-provider'], kinds: ['background-fails'] }],
  },
  'engine-garbage': {
    of: 'background system answers garbage',
    what: 'fault',
    faults: ['billing-engine-garbage'],
    expect: ofTheEngine('background-garbage'),
  },
  'engine-resets': {
    of: 'background system resets',
    what: 'fault',
    faults: ['billing-engine-resets'],
    expect: ofTheEngine('background-resets'),
  },
  'engine-feed-fails': {
    of: 'one operation fails',
    what: 'fault',
    faults: ['billing-engine-feed-fails'],
    expect: ofTheEngine('background-fails'),
    masked: true,
  },
  'crm-verify-fails': {
    of: 'one operation fails',
    what: 'fault',
    faults: ['crm-fails'],
    expect: [{ subjects: ['crm'], kinds: ['background-fails'] }],
  },
  'engine-refused': {
    of: 'connections refused',
    what: 'fault',
    faults: ['billing-engine-refused'],
    expect: [
      {
        subjects: ['billing-engine', 'billing → billing-engine'],
        kinds: ['background-away', 'background-resets', 'network-path'],
      },
    ],
    masked: true,
  },
  'name-not-found': {
    of: 'name not found',
    what: 'fault',
    faults: ['billing-name-not-found'],
    expect: [
      {
        subjects: ['billing-engine', 'payment-provider', 'billing → billing-engine', 'billing'],
        kinds: ['name-not-found'],
      },
    ],
    alsoRight: [
      {
        subjects: ['billing-engine', 'payment-provider', 'database of billing'],
        kinds: ['name-not-found', 'database-away'],
      },
    ],
  },
  'database-away': {
    of: 'database away',
    what: 'fault',
    faults: ['database-away'],
    expect: [{ subjects: ['PostgreSQL'], kinds: ['database-away'] }],
  },
  'database-slow': {
    of: 'database slow',
    what: 'fault',
    faults: ['database-slow'],
    expect: [{ subjects: ['PostgreSQL'], kinds: ['database-slow'] }],
  },
  'database-hangs': {
    of: 'database hangs',
    what: 'fault',
    faults: ['database-hangs'],
    expect: [{ subjects: ['PostgreSQL'], kinds: ['database-slow', 'database-away'] }],
  },
  'billing-database-hangs': {
    of: 'database of one service hangs',
    what: 'fault',
    faults: ['billing-database-hangs'],
    expect: [{ subjects: ['database of billing'], kinds: ['database-slow', 'database-away'] }],
  },
  'billing-stopped': {
    of: 'process hangs',
    what: 'fault',
    faults: ['billing-stopped'],
    expect: [{ subjects: ['billing'], kinds: ['process-silent'] }],
  },
  'identity-stopped': {
    of: 'process hangs',
    what: 'fault',
    faults: ['identity-stopped'],
    expect: [{ subjects: ['identity'], kinds: ['process-silent'] }],
  },
  'billing-killed': {
    of: 'process gone',
    what: 'fault',
    faults: ['billing-killed'],
    expect: [{ subjects: ['billing'], kinds: ['process-away'] }],
  },
  'portal-stopped': {
    of: 'hidden by the fallback',
    what: 'fault',
    faults: ['portal-stopped'],
    expect: [{ subjects: ['portal'], kinds: ['process-silent'] }],
    masked: true,
  },
  'portal-killed': {
    of: 'hidden by the fallback',
    what: 'fault',
    faults: ['portal-killed'],
    expect: [{ subjects: ['portal'], kinds: ['process-away'] }],
    masked: true,
  },
  'billing-crashes': {
    of: 'crash loop',
    what: 'fault',
    faults: ['billing-crashes'],
    expect: [{ subjects: ['billing'], kinds: ['crash-loop', 'process-away'] }],
    forMs: 25_000,
  },
  'billing-blocked': {
    of: 'blocked loop',
    what: 'fault',
    faults: ['billing-blocked'],
    expect: [{ subjects: ['billing'], kinds: ['blocked-loop', 'process-silent'] }],
  },
  'billing-leaks': {
    of: 'memory leak',
    what: 'fault',
    faults: ['billing-leaks'],
    expect: [{ subjects: ['billing'], kinds: ['memory-leak'] }],
  },
  'identity-clock': {
    of: 'clock off by a minute',
    what: 'fault',
    faults: ['identity-clock'],
    expect: [{ subjects: ['identity'], kinds: ['clock-off'] }],
  },
  'bad-release': {
    of: 'bad release',
    what: 'fault',
    faults: ['billing-bad-release'],
    expect: [{ subjects: ['billing'], kinds: ['bad-release'] }],
  },
  'bad-setting': {
    of: 'bad configuration',
    what: 'fault',
    faults: ['billing-bad-setting'],
    expect: [{ subjects: ['billing'], kinds: ['bad-configuration'] }],
  },
  'two-at-once': {
    of: 'two at once',
    what: 'fault',
    faults: ['billing-engine-fails', 'portal-stopped'],
    expect: [
      { subjects: engine, kinds: ['background-fails'] },
      { subjects: ['portal'], kinds: ['process-silent'] },
    ],
  },
  'two-at-once-behind-each-other': {
    of: 'two at once',
    what: 'fault',
    faults: ['payment-provider-hangs', 'identity-clock'],
    expect: [
      { subjects: ['payment-provider'], kinds: ['background-hangs'] },
      { subjects: ['identity'], kinds: ['clock-off'] },
    ],
  },
  'fault-and-innocent-release': {
    of: 'fault beside an innocent release',
    what: 'fault',
    faults: ['billing-engine-fails', 'portal-innocent-release'],
    expect: ofTheEngine('background-fails'),
  },
  'innocent-release': { of: 'innocent release', what: 'innocent', faults: ['portal-innocent-release'], expect: [] },
  'traffic-peak': { of: 'traffic peak of five times', what: 'innocent', faults: [], load: 'peak', expect: [] },
  'noisy-customer': { of: 'one noisy customer', what: 'innocent', faults: [], load: 'noisy-customer', expect: [] },
  quiet: { of: 'plain quiet', what: 'innocent', faults: [], expect: [] },
};
