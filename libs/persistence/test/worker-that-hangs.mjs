// A replica that takes a job and works on it until it is killed. Usage: worker-that-hangs.mjs <database> <queue>
import { PgBoss } from 'pg-boss';

const [connectionString, queue] = process.argv.slice(2);
const boss = new PgBoss({ connectionString, migrate: false, supervise: false, schedule: false });
await boss.start();
await boss.work(queue, { pollingIntervalSeconds: 0.5 }, () => {
  process.stdout.write('taken\n');
  return new Promise(() => undefined);
});
await boss.send(queue, { data: { id: 5 } });
