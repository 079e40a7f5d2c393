import { useSyncExternalStore } from 'react';
import { type Connection, type ConnectionSignal, nextConnection, online } from './connection.ts';

let current: Connection = online;
const listeners = new Set<() => void>();

export function signalConnection(signal: ConnectionSignal): void {
  const next = nextConnection(current, signal);
  if (next === current) return;
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => current);
}
