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
  /** The app of which there are two processes in the system it is played on. */
  twice?: string;
  /** Something customers do besides; `none`: there are no customers yet, since the system is only starting. */
  load?: 'peak' | 'noisy-customer' | 'none';
  expect: Expected[];
  /** Whoever may be named as well. */
  alsoRight?: Expected[];
  masked?: boolean;
}

const engine = ['billing-engine'];
const ofTheEngine = (...kinds: string[]): Expected[] => [{ subjects: engine, kinds }];

/** Each background system that customers reach here, in each way: the other systems are asked by nobody in this load. */
const systems = ['billing-engine', 'crm', 'payment-provider', 'rating'];
const ways: Readonly<Record<string, { of: string; kinds: string[] }>> = {
  hangs: { of: 'background system hung', kinds: ['background-hangs'] },
  slow: { of: 'background system slow', kinds: ['background-slow', 'background-hangs'] },
  fails: { of: 'background system failing', kinds: ['background-fails'] },
  garbage: { of: 'background system answers garbage', kinds: ['background-garbage'] },
  resets: { of: 'background system resets', kinds: ['background-resets'] },
};

const ofTheBackground = systems.flatMap((system) =>
  Object.entries(ways).map(([way, { of, kinds }]): [string, Case] => {
    const name = `${system}-${way}`;
    return [name, { of, what: 'fault', faults: [name], expect: [{ subjects: [system], kinds }] }];
  }),
);

export const cases: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(ofTheBackground),
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
    faults: ['crm-sign-in-fails'],
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
    expect: [{ subjects: ['billing-engine', 'billing → billing-engine'], kinds: ['name-not-found'] }],
    masked: true,
  },
  'certificate-expired': {
    of: 'wrong TLS',
    what: 'fault',
    faults: ['billing-certificate-expired'],
    expect: [{ subjects: ['payment-provider', 'billing → payment-provider'], kinds: ['certificate'] }],
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
  'database-connections': {
    of: 'database out of connections',
    what: 'fault',
    faults: ['database-connections-taken'],
    expect: [{ subjects: ['PostgreSQL'], kinds: ['database-connections'] }],
  },
  'billing-keeps-connections': {
    of: 'connections leaked',
    what: 'fault',
    faults: ['billing-keeps-connections'],
    expect: [{ subjects: ['billing'], kinds: ['pool-leak'] }],
  },
  'billing-replica-slow': {
    of: 'one replica slow',
    what: 'fault',
    twice: 'billing',
    faults: ['billing-replica-slow'],
    expect: [{ subjects: ['billing'], kinds: ['replica'] }],
  },
  'billing-replica-stopped': {
    of: 'one replica hangs',
    what: 'fault',
    twice: 'billing',
    faults: ['billing-replica-stopped'],
    expect: [{ subjects: ['billing'], kinds: ['process-silent'] }],
  },
  'disk-full': {
    of: 'disk full',
    what: 'fault',
    faults: ['billing-disk-full'],
    expect: [{ subjects: ['database of billing', 'PostgreSQL'], kinds: ['disk-full'] }],
  },
  'message-poisoned': {
    of: 'poisoned message',
    what: 'fault',
    faults: ['billing-message-poisoned'],
    expect: [{ subjects: ['billing'], kinds: ['poisoned-message'] }],
    masked: true,
  },
  'log-not-read': {
    of: 'log sink stalled',
    what: 'fault',
    faults: ['billing-log-not-read'],
    expect: [{ subjects: ['billing'], kinds: ['log-stalled'] }],
    masked: true,
  },
  'release-crashes': {
    of: 'crash-looping new version',
    what: 'fault',
    faults: ['billing-bad-release-crashes'],
    expect: [{ subjects: ['billing'], kinds: ['bad-release', 'crash-loop'] }],
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
  'two-at-once-one-hidden': {
    of: 'two at once',
    what: 'fault',
    faults: ['crm-sign-in-fails', 'billing-message-poisoned'],
    expect: [
      { subjects: ['crm'], kinds: ['background-fails'] },
      { subjects: ['billing'], kinds: ['poisoned-message'] },
    ],
  },
  'fault-and-traffic-peak': {
    of: 'fault in a traffic peak',
    what: 'fault',
    faults: ['billing-engine-fails'],
    load: 'peak',
    expect: ofTheEngine('background-fails'),
  },
  'innocent-release-of-usage': {
    of: 'innocent release',
    what: 'innocent',
    faults: ['usage-innocent-release'],
    expect: [],
  },
  'innocent-release': { of: 'innocent release', what: 'innocent', faults: ['portal-innocent-release'], expect: [] },
  'traffic-peak': { of: 'traffic peak of five times', what: 'innocent', faults: [], load: 'peak', expect: [] },
  'noisy-customer': { of: 'one noisy customer', what: 'innocent', faults: [], load: 'noisy-customer', expect: [] },
  'system-starts': { of: 'the whole system starts', what: 'innocent', faults: [], load: 'none', expect: [] },
  'quiet-of-two': {
    of: 'plain quiet of two replicas',
    what: 'innocent',
    twice: 'billing',
    faults: [],
    expect: [],
  },
  quiet: { of: 'plain quiet', what: 'innocent', faults: [], expect: [] },
};
