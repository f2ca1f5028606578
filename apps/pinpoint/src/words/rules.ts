import type { FirstAid } from '@wellspring/contract-pinpoint';
import type { Cause } from '../judge/cause.ts';
import { changeInWords } from '../judge/scope.ts';
import type { Noticed, Rule, Rules } from './rule.ts';

const rollBack: FirstAid = {
  action: 'rollback',
  text: 'Put the capability back on the old portal: it answers while this is looked into.',
};

/** The old portal is a way out only for those who are not on it already. */
function rollBackOr(noticed: Noticed, text: string): FirstAid {
  return noticed === 'new side' ? rollBack : { action: 'look', text };
}

/** What is broken is not ours: what helps is to keep customers away from it, if they feel it at all. */
function ofTheBackground(what: string): Rule {
  return {
    headline: ({ subject, operations }) => `${subject}: ${what}${only(operations)}`,
    firstAid: ({ subject }, noticed) =>
      noticed !== 'nobody'
        ? {
            action: 'look',
            text: `Call those who run ${subject}. Both sides need it, so moving customers does not help.`,
          }
        : {
            action: 'none',
            text: `Customers see the last known data and payments wait. Tell those who run ${subject}.`,
          },
  };
}

/** @param restarts whether starting it anew helps, and does not only take away what is to be looked at */
function ofAProcess(what: string, text: (subject: string) => string, restarts = false): Rule {
  return {
    headline: ({ subject, instances }) => `${subject}${where(instances)}: ${what}`,
    firstAid: ({ subject, instances }, noticed) => ({
      ...rollBackOr(noticed, text(subject)),
      ...(restarts && { command: restartOf(subject, instances) }),
    }),
  };
}

/** Of those that are in trouble, where the others are not. */
function restartOf(subject: string, instances: readonly string[]): string {
  return instances.length === 0
    ? `kubectl rollout restart deployment/${subject}`
    : `kubectl delete pod ${instances.join(' ')}`;
}

function ofADatabase(what: string, text: string): Rule {
  return {
    headline: ({ subject }) => `${subject}: ${what}`,
    firstAid: (_cause, noticed) => rollBackOr(noticed, text),
  };
}

const goBack = (what: string): Rule => ({
  headline: ({ subject, instances, change }) =>
    `${subject}${where(instances)}: ${what}${change?.to === undefined ? '' : ` (${change.to})`}`,
  firstAid: ({ subject, change }) => ({
    action: 'release-back',
    text: `Go back to what ran before${change === undefined ? '' : `, since it began with: ${changeInWords(change)}`}.`,
    command: `npm run deploy -- rollback --env … --service ${subject} --to …`,
  }),
});

/** What is said of each kind of cause; whoever adds a kind adds its words, its test and its runbook. */
export const rules: Rules = {
  'background-hangs': ofTheBackground('calls hang'),
  'background-slow': ofTheBackground('answers slowly'),
  'background-fails': ofTheBackground('answers with errors'),
  'background-garbage': ofTheBackground('answers with what cannot be read'),
  'background-resets': ofTheBackground('breaks connections'),
  'background-away': ofTheBackground('refuses connections'),
  'name-not-found': {
    headline: ({ subject }) => `${subject}: its name is not found`,
    firstAid: () => ({
      action: 'look',
      text: 'Look at the name service and at the address in the settings of the caller.',
    }),
  },
  certificate: {
    headline: ({ subject }) => `${subject}: the TLS handshake fails`,
    firstAid: () => ({
      action: 'look',
      text: 'Look at the certificate: its end, its name, and whether its issuer is trusted.',
    }),
  },
  'certificate-expires': {
    headline: ({ subject }) => `${subject}: the certificate of a system it calls ends soon`,
    firstAid: () => ({
      action: 'look',
      text: 'Have it renewed by whoever runs that system, before calls begin to fail.',
    }),
  },
  'database-away': ofADatabase(
    'cannot be reached',
    'Look whether PostgreSQL runs and is reached: nothing is lost meanwhile.',
  ),
  'database-slow': ofADatabase(
    'answers slowly or not at all',
    'Look at locks and long statements in pg_stat_activity.',
  ),
  'database-connections': ofADatabase(
    'has no connection left',
    'Look in pg_stat_activity who holds them, by application_name.',
  ),
  'disk-full': ofADatabase(
    'its disk is full',
    'Make room on the disk of the database; what was refused is tried again.',
  ),
  'pool-leak': ofAProcess(
    'keeps all its database connections',
    (subject) => `Restart ${subject}: it does not give connections back.`,
    true,
  ),
  'process-away': ofAProcess('does not run', (subject) => `Start ${subject}, and read the last lines of its log.`),
  'process-silent': ofAProcess(
    'runs and does not answer',
    (subject) => `Restart ${subject}: it is stopped or blocked.`,
    true,
  ),
  'crash-loop': ofAProcess('ends again and again', (subject) => `Read the last lines of the log of ${subject}.`),
  'out-of-memory': {
    headline: ({ subject, instances }) => `${subject}${where(instances)}: killed for taking too much memory`,
    firstAid: ({ subject }) => ({
      action: 'look',
      text: `Give ${subject} more (service.resources) for now, and find out what grows.`,
    }),
  },
  'image-missing': {
    headline: ({ subject, instances }) => `${subject}${where(instances)}: its image cannot be had`,
    firstAid: () => ({
      action: 'look',
      text: 'Look whether the registry answers, has that image, and lets this cluster in. Pods that run go on.',
    }),
  },
  'pod-refused': {
    headline: ({ subject, instances }) => `${subject}${where(instances)}: Kubernetes cannot run it`,
    firstAid: () => ({ action: 'look', text: 'Do what Kubernetes says: room on the nodes, a secret, a mount.' }),
  },
  'blocked-loop': ofAProcess(
    'is busy with itself',
    (subject) => `Restart ${subject}; take a profile first, if there is time.`,
    true,
  ),
  'processor-short': {
    headline: ({ subject }) => `${subject}: too little processor for what is asked of it`,
    firstAid: ({ subject }) => ({
      action: 'look',
      text: `Give ${subject} more processor, or less to do. Nobody else is to blame for being late there.`,
    }),
  },
  'memory-leak': ofAProcess(
    'takes more and more memory',
    (subject) => `Restart ${subject} before it runs out of memory.`,
    true,
  ),
  'log-stalled': {
    headline: ({ subject }) => `${subject}: its log is not read, lines are lost`,
    firstAid: () => ({
      action: 'look',
      text: 'Look at the log agent and the disk of the node. The service itself goes on.',
    }),
  },
  'clock-off': {
    headline: ({ subject, instances }) => `${subject}${where(instances)}: its clock is off`,
    firstAid: () => ({
      action: 'look',
      text: 'Set the clock of the node: tokens are refused and ages are wrong until then.',
    }),
  },
  'poisoned-message': {
    headline: ({ subject }) => `${subject}: something cannot be worked on and was put aside`,
    firstAid: () => ({ action: 'look', text: 'Look at what was put aside; everything else goes on.' }),
  },
  replica: {
    headline: ({ subject, instances }) => `${subject}${where(instances)}: worse than its replicas`,
    firstAid: ({ subject, instances }) => ({
      action: 'look',
      text: `End ${instances.join(', ')}: the others take over.`,
      command: restartOf(subject, instances),
    }),
  },
  'bad-release': goBack('broken by a release'),
  'bad-configuration': goBack('broken by its configuration'),
  'network-path': {
    headline: ({ subject }) => `${subject}: the way between them is cut`,
    firstAid: () => ({
      action: 'look',
      text: 'Both ends are well: look at network policies, firewalls and addresses.',
    }),
  },
  unknown: {
    headline: ({ subject, suspects }) => `${subject} is in trouble; not known yet why${left(subject, suspects)}`,
    firstAid: ({ subject, suspects }, noticed) => {
      const isAlone = left(subject, suspects) === '';
      return rollBackOr(noticed, isAlone ? `Look at ${subject}.` : 'Look at those that are left.');
    },
  },
};

function only(operations: readonly string[]): string {
  return operations.length === 0 || operations.length > 2 ? '' : ` (${operations.join(', ')})`;
}

/** Where only the one in trouble is left itself, nothing is added. */
function left(subject: string, suspects: readonly string[]): string {
  return suspects.every((suspect) => suspect === subject) ? '' : `. Left: ${suspects.join(', ')}`;
}

function where(instances: readonly string[]): string {
  return instances.length === 0 ? '' : ` (${instances.join(', ')})`;
}

export function headlineOf(cause: Cause): string {
  return rules[cause.kind].headline(cause);
}

/** The page that says what to do in full. */
export function runbookOf({ kind }: Pick<Cause, 'kind'>): string {
  return `docs/runbooks/${kind}.md`;
}
