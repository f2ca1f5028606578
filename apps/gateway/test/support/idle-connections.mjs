// Opens keep-alive connections that have each been served once, and holds them.
import net from 'node:net';

const [, , url = '', count = '0'] = process.argv;
const { hostname, port } = new URL(url);
let open = 0;

function connect() {
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname);
    socket.once('error', reject);
    socket.once('connect', () => socket.write('GET /invoices HTTP/1.1\r\nHost: x\r\n\r\n'));
    socket.once('data', () => {
      open += 1;
      socket.on('close', () => (open -= 1));
      resolve(undefined);
    });
  });
}

for (let opened = 0; opened < Number(count); opened += 100) {
  await Promise.all(Array.from({ length: Math.min(100, Number(count) - opened) }, connect));
}
process.send?.('open');
process.on('message', () => process.send?.(open));
process.on('disconnect', () => process.exit(0));
