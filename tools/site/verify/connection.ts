/**
 * Run within a network namespace: `listen <port>…` answers on every address, `connect <from> <to> <port>` says what
 * came of it.
 */
import { connect, createServer } from 'node:net';

const patienceMs = 1_500;
const [verb, ...args] = process.argv.slice(2);

if (verb === 'listen') {
  const open = args.map(
    (port) =>
      new Promise<void>((resolve) => {
        createServer((socket) => socket.end()).listen(Number(port), '0.0.0.0', resolve);
      }),
  );
  await Promise.all(open);
  console.log('listening');
} else {
  const [localAddress, host, port] = args;
  const socket = connect({ host, port: Number(port), localAddress, timeout: patienceMs });
  const outcome = await new Promise<string>((resolve) => {
    socket.once('connect', () => resolve('open'));
    socket.once('timeout', () => resolve('silent'));
    socket.once('error', () => resolve('refused'));
  });
  socket.destroy();
  console.log(outcome);
}
