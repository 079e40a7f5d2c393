import type { User } from '@berth/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './api.ts';
import { hasCode } from './problem.ts';
import { keys } from './query-client.ts';

/** Who is signed in: a user, null for nobody, undefined while asking. */
export function useMe() {
  return useQuery<User | null>({
    queryKey: keys.me,
    queryFn: async (): Promise<User | null> => {
      try {
        return await api.me();
      } catch (error) {
        if (hasCode(error, 'NOT_SIGNED_IN')) return null;
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: { username: string; password: string }) => api.login(draft.username, draft.password),
    onSuccess: reply => {
      // What another user has seen in this tab must not flash up.
      client.removeQueries({ predicate: query => query.queryKey[0] !== keys.me[0] });
      client.setQueryData(keys.me, reply.user);
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.logout,
    onSettled: () => {
      client.setQueryData(keys.me, null);
      client.removeQueries({ predicate: query => query.queryKey[0] !== keys.me[0] });
    },
  });
}
