// Reference: node's http server with the ws package, in its default configuration and with bufferutil, the
// native masking that ws recommends. Compression for the clients that offer it: zlib's default level, every
// message, no window kept between messages.
//
// `node server.js [PORT]`; prints `listening PORT`.

import { createServer } from 'node:http';
import { parse } from 'node:querystring';
import { WebSocketServer } from 'ws';

const items = Array.from({ length: 7 }, (_, i) => `{"sku":"A-${i}","price":${i}9.95,"count":${i}}`);
const orders =
  `{"id":4711,"state":"paid","customer":{"name":"Jane Doe","city":"Riga"},"items":[${items}],"note":"`.padEnd(510, '.') + '"}';

const http = createServer((request, response) => {
  if (request.url === '/json') {
    response.setHeader('Content-Type', 'application/json');
    response.end(orders);
    return;
  }
  if (request.url === '/form') {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
      response.setHeader('Content-Type', 'text/html');
      response.end(parse(Buffer.concat(pieces).toString()).name);
    });
    return;
  }
  if (request.url !== '/hello') {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('Content-Type', 'text/html');
  response.end('Hello World');
});

const websockets = new WebSocketServer({
  noServer: true,
  perMessageDeflate: {
    threshold: 0,
    serverNoContextTakeover: true,
    clientNoContextTakeover: true,
    zlibDeflateOptions: { level: 6 },
  },
});
const clients = new Set();
const listeners = new Set();

const rooms = {
  '/echo': (socket) => {
    socket.on('message', (data, binary) => socket.send(data, { binary }));
  },
  '/greeter': (socket) => {
    socket.on('message', (data) => {
      socket.send(`Hello ${data}!`);
      socket.send(`How are you, ${data}?`);
    });
  },
  '/broadcast': (socket) => {
    clients.add(socket);
    socket.on('close', () => clients.delete(socket));
    socket.on('message', (data) => {
      const text = `Server：${data}`;
      for (const client of clients) client.send(text);
    });
  },
  '/stream': (socket) => {
    listeners.add(socket);
    socket.on('close', () => listeners.delete(socket));
    socket.on('message', (data) => {
      for (const listener of listeners) listener.send(data, { binary: false });
    });
  },
};

http.on('upgrade', (request, stream, head) => {
  const room = rooms[request.url];
  if (!room) {
    stream.end('HTTP/1.1 404 Not Found\r\n\r\n');
    return;
  }
  websockets.handleUpgrade(request, stream, head, (socket) => {
    socket.on('error', () => {});
    room(socket);
  });
});

http.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(`listening ${http.address().port}`);
});
