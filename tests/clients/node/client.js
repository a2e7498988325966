/*
 * A client made of the `ws` package: goes through the echo server's ways and prints what it saw as JSON.
 *
 *     NODE_PATH=.../node_modules node client.js ws://127.0.0.1:PORT '{"perMessageDeflate": true}'
 */

'use strict';

const { randomBytes } = require('crypto');
const { once } = require('events');
const WebSocket = require('ws');

const [base, options] = [process.argv[2], JSON.parse(process.argv[3])];
const seen = {};

const hash = (data) => require('crypto').createHash('sha256').update(data).digest('hex');

/** Opens a connection to `path`; messages and the close are kept in the order they come. */
async function open(path) {
    const ws = new WebSocket(base + path, options);
    ws.events = [];
    ws.waiting = [];
    const tell = (event) => (ws.waiting.length ? ws.waiting.shift()(event) : ws.events.push(event));
    ws.on('message', (data, binary) => tell({ data, binary }));
    ws.on('close', (code, reason) => tell({ code, reason: reason.toString() }));
    ws.on('pong', (data) => tell({ pong: data.toString() }));
    ws.next = () =>
        ws.events.length ? Promise.resolve(ws.events.shift()) : new Promise((resolve) => ws.waiting.push(resolve));
    await once(ws, 'open');
    return ws;
}

async function main() {
    let ws = await open('/echo');
    seen.extensions = ws.extensions;

    // Text and binary of all sizes, compressible and not.
    seen.echoed = 0;
    for (const size of [0, 1, 125, 126, 1000, 65535, 65536, 1000000]) {
        for (const message of ['κόσμε 🦀 '.repeat(size).slice(0, size), randomBytes(size), Buffer.alloc(size)]) {
            ws.send(message);
            const { data, binary } = await ws.next();
            if (binary !== (typeof message !== 'string') || hash(data) !== hash(message)) {
                throw new Error(`${typeof message} of ${size} came back as something else`);
            }
            seen.echoed++;
        }
    }

    // A message in fragments, each of its own compression setting, with a ping between them.
    ws.send('one ', { fin: false, compress: true });
    ws.ping('now');
    ws.send('two ', { fin: false, compress: true });
    ws.send('three', { fin: true, compress: true });
    seen.pong = (await ws.next()).pong;
    seen.fragments = (await ws.next()).data.toString();

    // Uncompressed although agreed on.
    ws.send('plain', { compress: false });
    seen.plain = (await ws.next()).data.toString();

    // Of a kind: small on the wire only where a message refers to those before it. Counted before and after.
    const [received, sent] = [ws._socket.bytesRead, ws._socket.bytesWritten];
    const kind = randomBytes(450).toString('base64');
    for (let n = 0; n < 200; n++) {
        ws.send(`${n} ${kind}`);
        const { data } = await ws.next();
        if (data.toString() !== `${n} ${kind}`) {
            throw new Error(`${data} instead of number ${n} of a kind`);
        }
    }
    const plain = 200 * kind.length;
    seen.contexts = {
        fromClient: ws._socket.bytesWritten - sent < plain / 4,
        fromServer: ws._socket.bytesRead - received < plain / 4,
    };

    // Many at once.
    for (let n = 0; n < 500; n++) {
        ws.send(`message ${n}`);
    }
    for (let n = 0; n < 500; n++) {
        const { data } = await ws.next();
        if (data.toString() !== `message ${n}`) {
            throw new Error(`${data} instead of message ${n}`);
        }
    }

    ws.close(4001, 'Grüße');
    seen.closed = await ws.next();

    ws = await open('/bye?how=frame');
    seen.lastWords = (await ws.next()).data.toString();
    seen.serverCloses = await ws.next();

    ws = await open('/bye?how=return');
    await ws.next();
    seen.serverReturns = await ws.next();

    ws = await open('/fragments');
    seen.serverFragments = (await ws.next()).data.toString();
    ws.terminate();
}

main().then(
    () => console.log(JSON.stringify(seen)),
    (error) => {
        console.error(error);
        process.exit(1);
    },
);
