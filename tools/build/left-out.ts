/** What packages bring along that no service of ours ever reaches. Without it a start is faster and takes less memory. */
import type { Plugin } from 'rolldown';

/** Files below `node_modules`, and why nothing reaches them. */
const leftOut: RegExp[] = [
  // TypeORM: the database is PostgreSQL.
  /\/typeorm\/driver\/(?!postgres\/|types\/)[a-z-]+\//,
  /\/typeorm\/(?:entity-manager|repository|schema-builder)\/(?:Mongo|Sqljs)/,
  // TypeORM: entities and migrations are given as classes, never searched for; its own logger and query cache are off.
  /\/typeorm\/cache\/(?:Db|Redis)/,
  /\/(?:@sqltools\/formatter|sql-highlight|ansis|tinyglobby|picomatch|fdir)\//,
  // pg-boss: schedules are not kept by it.
  /\/(?:rrule-temporal|cron-parser)\//,
  // undici: plain HTTP/1.1 calls to one host.
  /\/undici\/lib\/(?:mock|cache|interceptor|milo|web\/(?!fetch\/(?:util|constants|body|data-url)|infra|webidl))/,
  /\/undici\/lib\/(?:core\/socks5|dispatcher\/(?:client-h2|h2c|socks5|proxy|env-http|retry|balanced|round-robin))/,
  // Fastify: no route has a JSON schema, requests are checked with zod.
  /\/ajv(?:-formats)?\/dist\//,
  /\/fast-json-stringify\/lib\/(?:schema-validator|validator)/,
  // Fastify: requests come over the network, not out of a test.
  /\/light-my-request\//,
  // @fastify/static: files are looked up when they are asked for, no folder is listed.
  /\/@fastify\/static\/node_modules\/glob\//,
];

/** Whatever is taken out of a file that was left out can be inherited from and constructed; using it says what it is. */
const placeholder = `
module.exports = Object.create(new Proxy({}, {
  get: (_target, name) => class {
    constructor() {
      return new Proxy(this, {
        get() { throw new Error(\`\${String(name)} was left out of the bundle (tools/build/left-out.ts)\`); },
      });
    }
  },
}));`;

export function isLeftOut(id: string): boolean {
  return id.includes('/node_modules/') && leftOut.some((pattern) => pattern.test(id));
}

export function leaveOut(): Plugin {
  return {
    name: 'leave-out',
    load: (id) => (isLeftOut(id) ? { code: placeholder, moduleType: 'js' } : null),
  };
}
