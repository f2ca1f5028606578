import { ConfigError, readServerConfig } from './config.ts';
import { createLog } from './log.ts';
import { createServer } from './server.ts';

try {
  const config = readServerConfig();
  const log = createLog(config.LOG_LEVEL);
  const app = await createServer(config, log);

  const stop = (signal: NodeJS.Signals): void => {
    log('info', 'stopping', { signal });
    void app.close().then(() => {
      log('info', 'stopped');
      process.exit(0);
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);

  const address = await app.listen({ host: config.HOST, port: config.PORT });
  log('info', `listening on ${address}`);
} catch (error) {
  process.stderr.write(`legacy-portal: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ConfigError ? 78 : 1);
}
