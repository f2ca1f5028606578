import { spawn } from 'node:child_process';
import type { ExecutorContext } from '@nx/devkit';

interface DeployOptions {
  service: string;
  env: string;
  yes?: boolean;
  json?: boolean;
}

/**
 * `nx run billing:deploy --env=staging`. Not `nx:run-commands`, which would take `--env` for its own option of that name.
 */
export default async function deploy(options: DeployOptions, { root }: ExecutorContext): Promise<{ success: boolean }> {
  const { service, env, yes, json } = options;
  const flags = [...(yes ? ['--yes'] : []), ...(json ? ['--json'] : [])];
  const child = spawn(
    process.execPath,
    ['tools/deploy/main.ts', 'apply', `--service=${service}`, `--env=${env}`, ...flags],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  const { promise, resolve } = Promise.withResolvers<{ success: boolean }>();
  child.once('close', (code) => {
    resolve({ success: code === 0 });
  });
  return promise;
}
