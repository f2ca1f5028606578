/** The log agent: one process on each node. See README.md. */
import { existsSync, readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { Agent } from './agent.ts';
import { Elasticsearch } from './elasticsearch.ts';
import { ImageDigests } from './image-digests.ts';
import { Positions } from './positions.ts';
import { Report } from './report.ts';
import { readSettings, type Settings } from './settings.ts';

const report = new Report((line) => process.stdout.write(`${line}\n`));
const settings = settingsOrEnd();
const certificates = settings.certificateFiles.filter((file) => existsSync(file));
setDefaultCACertificates([...getCACertificates('default'), ...certificates.map((file) => readFileSync(file, 'utf8'))]);

const agent = new Agent(
  {
    elasticsearch: new Elasticsearch({
      url: settings.elasticsearchUrl,
      username: settings.username,
      password: settings.password,
    }),
    images: new ImageDigests({
      url: settings.kubernetesUrl,
      serviceAccountFolder: settings.serviceAccountFolder,
    }),
    positions: new Positions(settings.stateFolder),
    report,
  },
  settings,
);
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    agent.stop();
  });
}
report.say('info', 'Reading', { folder: settings.logFolder, namespaces: settings.namespaces.join(',') });
await agent.run();

function settingsOrEnd(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    report.say('error', error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
