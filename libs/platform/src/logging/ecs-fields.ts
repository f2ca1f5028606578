type Kind = 'keyword' | 'number';

/**
 * The ECS 8 fields services log, with the type of their mapping. A closed list: a field outside of it, or of another
 * type, would change or break the index's mapping for everybody.
 */
export const ecsFields: Readonly<Record<string, Kind>> = {
  'client.ip': 'keyword',
  'destination.address': 'keyword',
  'destination.port': 'number',
  'error.code': 'keyword',
  'error.id': 'keyword',
  'error.message': 'keyword',
  'error.type': 'keyword',
  'event.action': 'keyword',
  'event.category': 'keyword',
  'event.code': 'keyword',
  'event.dataset': 'keyword',
  'event.duration': 'number',
  'event.id': 'keyword',
  'event.kind': 'keyword',
  'event.outcome': 'keyword',
  'event.reason': 'keyword',
  'event.type': 'keyword',
  'http.request.body.bytes': 'number',
  'http.request.id': 'keyword',
  'http.request.method': 'keyword',
  'http.response.body.bytes': 'number',
  'http.response.status_code': 'number',
  'log.logger': 'keyword',
  'server.address': 'keyword',
  'server.port': 'number',
  'service.target.name': 'keyword',
  'service.target.type': 'keyword',
  'transaction.id': 'keyword',
  'trace.id': 'keyword',
  'span.id': 'keyword',
  'url.domain': 'keyword',
  'url.path': 'keyword',
  'user.id': 'keyword',
};

/** What the logger and the access log write by themselves, beside `labels`. */
export const ownFields = [
  '@timestamp',
  'ecs.version',
  'error.stack_trace',
  'log.level',
  'message',
  'service.name',
  'service.version',
  'user_agent.name',
  'user_agent.version',
] as const;
