/*
 * A server made of the `ws` package for tests of our client: prints "listening on PORT", ends with its standard input.
 *
 *     NODE_PATH=.../node_modules node server.js '{"perMessageDeflate": true}'
 */

'use strict';

const WebSocket = require('ws');

const server = new WebSocket.Server({ host: '127.0.0.1', port: 0, ...JSON.parse(process.argv[2]) });

const echo = (ws) => ws.on('message', (data, binary) => ws.send(data, { binary }));
let said = null;

const ways = {
    echo,
    goodbye: (ws) => {
        echo(ws);
        said = new Promise((resolve) => ws.on('close', (code, reason) => resolve({ code, reason: reason.toString() })));
    },
    fragments: (ws) => {
        ws.send('one ', { fin: false });
        ws.ping('between');
        ws.send('two ', { fin: false });
        ws.send('three', { fin: true });
    },
    ping: (ws) => {
        ws.on('pong', (data) => ws.send(`pong ${data}`));
        ws.ping('server');
    },
    big: (ws) => ws.send(Buffer.alloc(3 << 20, 'abcdefg')),
    close: (ws) => ws.close(4001, 'enough'),
    drop: (ws) => ws.terminate(),
    // What the last one at /goodbye has closed with.
    said: async (ws) => ws.send(JSON.stringify(await said)),
};

server.on('connection', (ws, request) => ways[request.url.slice(1)](ws));
server.on('listening', () => console.log(`listening on ${server.address().port}`));
process.stdin.on('end', () => process.exit(0)).resume();
