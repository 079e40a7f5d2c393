import { QueryCache, QueryClient } from '@tanstack/react-query';
import { hasCode, mayRetry } from './problem.ts';

export const keys = {
  me: ['me'],
  profiles: ['profiles'],
  sessions: ['sessions'],
  users: ['users'],
  doctor: ['doctor'],
  history: (id: string) => ['history', id],
  logs: (id: string, source: string | null) => ['logs', id, source],
} as const;

export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: error => {
        // Signed out elsewhere, or expired: every page falls back to signing in.
        if (hasCode(error, 'NOT_SIGNED_IN')) client.setQueryData(keys.me, null);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // Berth may well be on this machine, where `navigator.onLine` says nothing about reaching it.
        networkMode: 'always',
        retry: (count, error) => count < 2 && mayRetry(error),
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}
