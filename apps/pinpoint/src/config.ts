import { json, milliseconds, secret, settings } from '@wellspring/platform';
import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ });

/** `billing=http://a:3031,http://b:3031 portal=…` */
const targets = z.string().transform((text, context) => {
  const services = new Map<string, URL[]>();
  for (const entry of text.trim().split(/\s+/)) {
    const [, name = '', addresses = ''] = /^([a-z][a-z0-9-]*)=(.+)$/.exec(entry) ?? [];
    const urls = addresses.split(',').map((each) => URL.parse(each));
    const usable = urls.filter((url) => url !== null);
    if (name === '' || usable.length < urls.length) {
      context.addIssue({ code: 'custom', message: 'must be name=URL[,URL], several separated by spaces' });
      return z.NEVER;
    }
    services.set(name, usable);
  }
  return services;
});

/** `legacy-portal=billing-engine,crm`: systems that tell nothing, and whom they call. */
const knownCalls = z.string().transform((text, context) => {
  const calls = new Map<string, string[]>();
  for (const entry of text.split(/\s+/).filter((part) => part !== '')) {
    const [, name = '', callees = ''] = /^([a-z0-9-]+)=([a-z0-9,-]+)$/.exec(entry) ?? [];
    if (name === '') {
      context.addIssue({ code: 'custom', message: 'must be name=callee[,callee], several separated by spaces' });
      return z.NEVER;
    }
    calls.set(name, callees.split(','));
  }
  return calls;
});

/** What is looked at. */
export class WatchSettings extends settings({
  scrapeTargets: targets.describe('Management addresses of the services: name=URL[,URL], separated by spaces'),
  scrapeTimeoutMs: milliseconds(900).describe('A process that has not told its metrics by then is silent'),
  discovery: z
    .enum(['list', 'cluster'])
    .default('list')
    .describe('cluster: the pods of these services, as the API server of Kubernetes tells them'),
  clusterApiUrl: address.default('https://kubernetes.default.svc').describe('API server, where discovery is cluster'),
  clusterCredentials: z
    .string()
    .default('/var/run/secrets/kubernetes.io/serviceaccount')
    .describe('Folder of token, ca.crt and namespace'),
  knownCalls: knownCalls
    .default(new Map())
    .describe('Whom systems call that tell nothing themselves: name=callee[,callee], separated by spaces'),
  gatewayManagementUrl: address.describe('Management port of the gateway, whose audit says what was changed'),
}) {}

const page = z.strictObject({
  capability: z.string().min(1),
  legacy: z.array(z.string().startsWith('/')).default([]),
  new: z.array(z.string().startsWith('/')).default([]),
});

const visitor = z.strictObject({ login: z.string().min(1), password: z.string().min(1) });

/** The customer who is played. */
export class VisitorSettings extends settings({
  portalUrl: address.describe('The gateway, as customers reach it'),
  publicUrl: address.describe('Origin that browsers see'),
  visitors: secret(json(z.array(visitor)))
    .default([])
    .describe('Customers to play, one for each side; the gateway knows them as SYNTHETIC_CUSTOMERS'),
  visitorPages: json(z.array(page)).default([]).describe('What they open, by capability and side'),
  visitIntervalMs: milliseconds(10_000).describe('From one visit to the next'),
  visitTimeoutMs: milliseconds(8_000).describe('Of one page'),
  signInIntervalMs: milliseconds(300_000).describe('How often they sign in anew'),
}) {}

/** Who is told. */
export class AlertSettings extends settings({
  alertmanagerUrl: address.optional().describe('Of Alertmanager, whose v2 API is used'),
  webhookUrls: secret(z.string().transform((text) => text.split(/\s+/).filter((url) => url !== '')))
    .default([])
    .describe('Each is sent every change of an incident, as JSON'),
  deadManUrl: secret(z.url({ protocol: /^https?$/ }))
    .optional()
    .describe('Told twice a minute that somebody watches; whoever is not told any more raises the alarm'),
  consoleUrl: address.default('http://localhost:8082').describe('Where an incident is looked at'),
  runbookUrl: z.string().default('docs/runbooks').describe('Where the folder docs/runbooks is read'),
  alertTimeoutMs: milliseconds(3_000).describe('Of one message'),
}) {}

/** What is kept of what was seen, to be played again. */
export class RecordingSettings extends settings({
  recordingFile: z
    .string()
    .min(1)
    .optional()
    .describe('Every second is written there; a laptop’s disk is full in days'),
}) {}

/** Where log lines are found by the reference of a request. */
export class ReferenceSettings extends settings({
  elasticsearchUrl: address.optional().describe('Of Elasticsearch; without it log files are read'),
  elasticsearchIndex: z.string().default('logs-wellspring.*').describe('Data streams of the log lines'),
  elasticsearchApiKey: secret(z.string().min(1)).optional().describe('That may read there'),
  logFolder: z.string().optional().describe('Folder of log files, one for each service'),
}) {}
