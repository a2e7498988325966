// Reference: node's http server with the ws package, in its default configuration (no compression)
// and with bufferutil, the native masking that ws recommends.
//
// `node server.js [PORT]`; prints `listening PORT`.

import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const http = createServer((request, response) => {
  if (request.url !== '/hello') {
    response.writeHead(404).end();
    return;
  }
  response.setHeader('Content-Type', 'text/html');
  response.end('Hello World');
});

const websockets = new WebSocketServer({ noServer: true });
const clients = new Set();

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
