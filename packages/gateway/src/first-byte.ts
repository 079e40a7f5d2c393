import type { Socket } from 'node:net';

/** The content type of a TLS handshake record (RFC 8446, 5.1); no HTTP method begins with it. */
const tlsHandshake = 0x16;

/**
 * Calls `handle` with whether the connection speaks TLS, as soon as its first byte is there; the byte is put back. One that
 * says nothing for `milliseconds` is ended.
 */
export function sniff(
  socket: Socket,
  milliseconds: number,
  handle: (isTls: boolean) => void,
  handleSilent: () => void,
): void {
  const timer = setTimeout(() => {
    handleSilent();
    socket.destroy();
  }, milliseconds);
  const settle = () => {
    clearTimeout(timer);
    socket.removeListener('data', handleData);
    socket.removeListener('close', settle);
    socket.removeListener('end', handleEnd);
  };
  const handleEnd = () => {
    settle();
    socket.destroy();
  };
  const handleData = (bytes: Buffer) => {
    settle();
    socket.pause();
    socket.unshift(bytes);
    handle(bytes[0] === tlsHandshake);
    // The server that got the socket listens now; what was put back reaches it as its first data.
    process.nextTick(() => socket.resume());
  };
  socket.on('data', handleData);
  socket.once('close', settle);
  socket.once('end', handleEnd);
}
