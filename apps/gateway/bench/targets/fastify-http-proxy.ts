import fastifyHttpProxy from '@fastify/http-proxy';
import fastify from 'fastify';

const server = fastify();
await server.register(fastifyHttpProxy, { upstream: process.env['UPSTREAM_URL'] ?? '' });
const url = await server.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ url });
process.on('disconnect', () => process.exit(0));
