#!/usr/bin/env python3
"""Carries TCP connections to a server over TLS: the suite's client speaks none.

tunnel.py PORT CERTIFICATE    prints the port it listens on; whoever connects there reaches 127.0.0.1:PORT over TLS,
                              whose certificate must be the one in the file CERTIFICATE

What one side sends reaches the other as it is, in records of OpenSSL's making, and so does the end of it.
"""

import asyncio
import ssl
import sys


async def carry(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        # Over TLS an end of one direction alone cannot be said: there it is the end of both.
        writer.write_eof() if writer.can_write_eof() else writer.close()
    except OSError:
        writer.transport.abort()


async def main(port, certificate):
    context = ssl.create_default_context(cafile=certificate)

    async def accept(reader, writer):
        try:
            server = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="localhost")
        except OSError:
            writer.transport.abort()
            return
        await asyncio.gather(carry(reader, server[1]), carry(server[0], writer))
        writer.close()
        server[1].close()

    listening = await asyncio.start_server(accept, "127.0.0.1", 0)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await listening.serve_forever()


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
