import { describe, expect, it } from '@jest/globals';
import type { ContainerLine } from './cri-lines.ts';
import { deadLetterOf, documentOf, type Origin } from './document.ts';

const time = '2026-11-29T02:17:09.362123456Z';
const origin: Origin = {
  environment: 'staging',
  node: 'node-1',
  namespace: 'wellspring',
  pod: 'billing-7c9f-x2x',
  podUid: 'f3b0',
  container: 'billing',
  restart: '0',
  image: `sha256:${'a'.repeat(64)}`,
};
const place = {
  'service.environment': 'staging',
  'host.name': 'node-1',
  'orchestrator.namespace': 'wellspring',
  'orchestrator.resource.name': 'billing-7c9f-x2x',
  'container.name': 'billing',
  'container.image.hash.all': `sha256:${'a'.repeat(64)}`,
};

function line(text: string, stream: ContainerLine['stream'] = 'stdout'): ContainerLine {
  return { time, stream, text, offset: 512, resume: 600 };
}

describe('a document', () => {
  it("is the service's line, with where it comes from", () => {
    const record = {
      '@timestamp': '2026-11-29T02:17:09.361Z',
      'service.name': 'billing',
      message: 'Bills synchronised',
    };

    expect(documentOf(line(JSON.stringify(record)), origin)).toEqual({
      index: 'logs-wellspring.billing-staging',
      id: `f3b0-billing-0-${time}-512`,
      source: { ...record, ...place },
    });
  });

  it('is of the service, whatever the container is called', () => {
    const text = JSON.stringify({ 'service.name': 'usage-alerts', message: 'migrated' });

    expect(documentOf(line(text), { ...origin, container: 'migration' }).index).toBe(
      'logs-wellspring.usage_alerts-staging',
    );
  });

  it.each(['plain', '{"torn":', '["list"]', '{"service.name":"../../x"}'])(
    'is never in a strange stream: %s',
    (text) => {
      expect(documentOf(line(text), origin).index).toBe('logs-wellspring.billing-staging');
    },
  );

  it('has what is no JSON as its message, an error when it came on stderr', () => {
    const { source } = documentOf(line('FATAL ERROR: heap out of memory', 'stderr'), origin);

    expect(source).toMatchObject({
      '@timestamp': time,
      'log.level': 'error',
      'service.name': 'billing',
      message: 'FATAL ERROR: heap out of memory',
    });
  });

  it('is kept whole in a dead letter, as a text, with the reason', () => {
    const refused = documentOf(line('{"log":7}'), origin);
    const { index, id, source } = deadLetterOf(refused, 'mapper_parsing_exception', 'object mapping for [log]');

    expect({ index, id }).toEqual({ index: 'logs-wellspring.dead_letters-staging', id: refused.id });
    expect(source).toMatchObject({ ...place, 'error.message': 'object mapping for [log]' });
    expect(JSON.parse(String(source['event.original']))).toMatchObject({ log: 7, '@timestamp': time });
    expect(source).not.toHaveProperty('log');
  });
});
