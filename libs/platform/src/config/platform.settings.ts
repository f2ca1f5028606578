import { z } from 'zod';
import { settings } from './settings.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const milliseconds = z.coerce.number().int().min(0);
const positive = z.coerce.number().int().positive();

/** What every service can be told, whatever it does. Defaults suit a service behind the gateway on Kubernetes. */
export class PlatformSettings extends settings({
  port: port.default(3000).describe('Service port; 0 takes a free one'),
  managementPort: port.default(3001).describe('Port of health, metrics, info; 0 takes a free one'),
  host: z.string().default('0.0.0.0').describe('Address both ports bind to'),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('Least severe lines that are written; the access log is at info'),
  logBufferBytes: positive
    .default(1_048_576)
    .describe('Log lines held while stdout does not take them; more are dropped and counted'),
  serviceVersion: z.string().default('0.0.0-dev'),
  shutdownPropagationMs: milliseconds
    .default(5_000)
    .describe(
      'How long traffic is served normally after readiness says no: the time the load balancer needs to notice',
    ),
  shutdownDrainMs: milliseconds
    .default(20_000)
    .describe('Deadline of the requests in flight at shutdown, and of each later step'),
  shutdownIdleGraceMs: milliseconds
    .default(1_000)
    .describe(
      'How long a silent keep-alive connection is still answered, with Connection: close, once no new one is accepted',
    ),
  keepAliveTimeoutMs: positive
    .default(72_000)
    .describe('Longer than that of the proxy in front, so that it is the proxy that closes'),
  bodyLimitBytes: positive.default(1_048_576).describe('Larger bodies are refused with 413'),
  headerLimitBytes: positive.default(16_384).describe('Larger headers are refused with 431'),
  jsonDepthLimit: positive.default(32).describe('JSON nested deeper is refused with 400'),
  requestTimeoutMs: positive
    .default(30_000)
    .describe('Until the response starts; 408 when the request is the slow part, else 503'),
  overloadDelayMs: positive
    .default(250)
    .describe('How late the event loop may run for long; beyond, some requests are refused with 503 and Retry-After'),
  maxConcurrentRequests: positive.default(1_000).describe('Beyond, requests are refused with 503 and Retry-After'),
}) {}
