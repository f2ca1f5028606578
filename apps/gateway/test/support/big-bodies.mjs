// Both far ends of large transfers, in a process of their own: an upstream, and on demand a client.
import http from 'node:http';

const chunk = new Uint8Array(65_536);

function send(stream, bytes) {
  let left = bytes;
  const more = () => {
    while (left > 0) {
      left -= chunk.length;
      if (!stream.write(chunk)) return stream.once('drain', more);
    }
    stream.end();
    return undefined;
  };
  more();
}

const upstream = http.createServer({ requestTimeout: 0 }, (request, response) => {
  const bytes = Number(request.headers['x-bytes']);
  if (request.method === 'GET') {
    response.setHeader('content-length', bytes);
    send(response, bytes);
    return;
  }
  let received = 0;
  request.on('data', (data) => (received += data.length));
  request.on('end', () => response.end(String(received)));
});
upstream.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${upstream.address().port}`));

process.on('message', ({ url, method, bytes }) => {
  const headers = { 'x-bytes': bytes, ...(method === 'POST' && { 'content-length': bytes }) };
  const request = http.request(url, { agent: false, method, headers }, (response) => {
    let received = 0;
    let text = '';
    response.on('data', (data) => {
      received += data.length;
      if (method === 'POST') text += data;
    });
    response.on('end', () => process.send?.(method === 'POST' ? Number(text) : received));
  });
  if (method === 'POST') send(request, bytes);
  else request.end();
});
process.on('disconnect', () => process.exit(0));
