/** Whether this page reaches Berth. It is learnt from every request and from the event stream. */
export type Connection =
  | { readonly kind: 'online' }
  /** The browser itself says that it has no network. */
  | { readonly kind: 'offline' }
  /** Berth answers that its broker is restarting, or does not answer at all. */
  | { readonly kind: 'away'; readonly broker: 'restarting' | 'unreachable' };

export type ConnectionSignal =
  | { readonly type: 'answered' }
  | { readonly type: 'failed'; readonly broker: 'restarting' | 'unreachable' }
  | { readonly type: 'browser-offline' }
  | { readonly type: 'browser-online' };

export const online: Connection = { kind: 'online' };

export function nextConnection(now: Connection, signal: ConnectionSignal): Connection {
  switch (signal.type) {
    case 'answered':
      return online;
    case 'failed':
      // Without a network the failure is no news about Berth.
      if (now.kind === 'offline') return now;
      if (now.kind === 'away' && now.broker === signal.broker) return now;
      return { kind: 'away', broker: signal.broker };
    case 'browser-offline':
      return { kind: 'offline' };
    case 'browser-online':
      // Not yet online: the next answer proves it.
      return now.kind === 'offline' ? { kind: 'away', broker: 'unreachable' } : now;
  }
}
