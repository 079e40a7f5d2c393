import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { linkHeaders } from '@berth/contract';
import type { RunningHost } from '../../apps/host/src/host/test-kit.ts';

/** What the gateway does: the viewer's request, with a role instead of its ticket, to a parked connection of the host. */
export async function joinToHost(host: RunningHost, request: IncomingMessage, socket: Duplex): Promise<void> {
  const parked = await host.gateway.takeParked();
  const headers = {
    host: 'host',
    upgrade: 'websocket',
    connection: 'Upgrade',
    'sec-websocket-version': '13',
    'sec-websocket-key': request.headers['sec-websocket-key'] ?? '',
    'sec-websocket-protocol': 'berth.v1',
    [linkHeaders.role]: 'control',
    [linkHeaders.user]: 'ada',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  parked.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
  for (const end of [parked, socket]) end.on('error', () => undefined);
  parked.pipe(socket);
  socket.pipe(parked);
  socket.on('close', () => parked.destroy());
  parked.on('close', () => socket.destroy());
}
