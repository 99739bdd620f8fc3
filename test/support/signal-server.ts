// The other end of a WebSocket that says what to trade: as much of RFC 6455 as a server needs that only talks.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

/** What a server appends to a client's key: https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
const TEXT = 0x81;
const CLOSE = 0x88;
/** The longest frame whose length is one byte. */
const MOST_BYTES = 125;

/** Says these messages to whoever connects, then closes. */
export async function startSignals(messages: readonly string[]) {
  const server = createServer().listen(0, "127.0.0.1");
  server.on("upgrade", (request, socket) => {
    const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${MAGIC}`).digest("base64");
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    for (const message of messages) socket.write(frame(TEXT, message));
    socket.end(frame(CLOSE, ""));
  });
  await once(server, "listening");
  const address = server.address();
  return {
    url: `ws://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    stop: () => void server.close(),
  };
}

function frame(kind: number, text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > MOST_BYTES) throw new Error("longer than this server can say");
  return Buffer.concat([Buffer.from([kind, payload.length]), payload]);
}
