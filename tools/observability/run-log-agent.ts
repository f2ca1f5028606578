/** `npm run log-agent`: the log agent on this machine, as its image runs it. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { command, runCommand } from '@wellspring/command';
import { endsWithUs } from '@wellspring/testing/processes';
import { workspaceRoot } from '../topology/topology.ts';
import { commandOfImage } from './log-agent-image.ts';

interface Options {
  elasticsearch: string;
  env: string;
  logs: string;
  state: string;
  namespaces: string;
}

const program = command(
  'log-agent',
  "Sends what containers on this machine print to Elasticsearch, as the agent's image does on each node, until Ctrl-C.",
)
  .requiredOption('--elasticsearch <url>', 'where it is; user and password: see below')
  .option('--env <environment>', 'in the name of every data stream', 'dev')
  .option('--logs <folder>', 'where the kubelet keeps the logs of pods', '/var/log/pods')
  .option('--state <folder>', 'where it remembers how far it has read', join(workspaceRoot, '.wellspring/log-agent'))
  .option('--namespaces <names>', 'whose containers are read, with commas between', 'wellspring')
  .addHelpText('after', '\nELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD are of a user with the role of the agent.')
  .action(run);

await runCommand(program);

async function run({ elasticsearch, env, logs, state, namespaces }: Options): Promise<void> {
  mkdirSync(state, { recursive: true });
  const child = endsWithUs(
    spawn(process.execPath, commandOfImage().slice(1), {
      stdio: 'inherit',
      env: {
        ...process.env,
        ELASTICSEARCH_URL: elasticsearch,
        ENVIRONMENT: env,
        NODE_NAME: hostname(),
        NAMESPACES: namespaces,
        LOG_FOLDER: logs,
        STATE_FOLDER: state,
      },
    }),
  );
  // Ctrl-C reaches it by itself; whoever ends this process by its id means it, too.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}
