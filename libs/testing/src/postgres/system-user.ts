import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The account PostgreSQL runs as when we are root; it refuses to run as root itself. */
export interface SystemUser {
  uid: number;
  gid: number;
}

const name = 'postgres';

/** The `postgres` account, created when missing; `undefined` when we are not root and simply run as ourselves. */
export async function postgresUser(): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await lookUp()) ?? (await create());
}

/** Whether `user` can read and enter `path`: with a home directory of mode 0700 above it, it cannot. */
export async function canReach(user: SystemUser, path: string): Promise<boolean> {
  try {
    await run('test', ['-r', path, '-a', '-x', path], user);
    return true;
  } catch {
    return false;
  }
}

async function lookUp(): Promise<SystemUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

async function create(): Promise<SystemUser> {
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', name]);
  } catch (error) {
    // Another process may have created it in the same moment, holding the lock on /etc/passwd.
    const user = await lookUp();
    if (user) return user;
    throw new Error(
      `PostgreSQL cannot run as root, and the account "${name}" it would run as could not be created. ` +
        `Create it ("useradd --system ${name}") or start as a normal user.`,
      { cause: error },
    );
  }
  const user = await lookUp();
  if (!user) throw new Error(`The account "${name}" was created but cannot be found.`);
  return user;
}
