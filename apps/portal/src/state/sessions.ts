import type { Session, SessionPage, SessionState } from '@berth/contract';
import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { api } from './api.ts';
import { keys } from './query-client.ts';

export type SessionPages = InfiniteData<SessionPage, string | null>;

export interface SessionFilter {
  readonly state: SessionState | null;
  readonly q: string;
  /** A user name; null for everyone whose sessions the caller may see. */
  readonly owner: string | null;
}

const pageSize = 25;

function queryOf({ state, q, owner }: SessionFilter, cursor: string | null) {
  return {
    limit: pageSize,
    ...(state ? { state } : {}),
    ...(q ? { q } : {}),
    ...(owner ? { owner } : {}),
    ...(cursor ? { cursor } : {}),
  };
}

export function useSessions(filter: SessionFilter) {
  const query = useInfiniteQuery({
    queryKey: [...keys.sessions, filter],
    queryFn: ({ pageParam }) => api.sessions(queryOf(filter, pageParam)),
    initialPageParam: null as string | null,
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
    // The stream carries moves; health and viewers have no event, so the list is looked at now and then as well.
    refetchInterval: 30_000,
  });
  const sessions = query.data?.pages.flatMap(page => page.items) ?? [];
  return { query, sessions, total: query.data?.pages[0]?.total ?? 0 };
}

/** A session as some list last showed it. */
export function listedSession(client: QueryClient, id: string): Session | undefined {
  for (const [, data] of client.getQueriesData<SessionPages>({ queryKey: keys.sessions }))
    for (const page of data?.pages ?? [])
      for (const session of page.items) if (session.id === id) return session;
  return undefined;
}

/** Applies a change to every fetched list, so that what was just done shows at once. */
export function changeLists(
  client: QueryClient,
  change: (items: readonly Session[]) => readonly Session[],
): void {
  client.setQueriesData<SessionPages>(
    { queryKey: keys.sessions },
    data =>
      data && {
        ...data,
        pages: data.pages.map(page => {
          const items = change(page.items);
          return items === page.items
            ? page
            : { ...page, items: [...items], total: page.total + items.length - page.items.length };
        }),
      },
  );
}

export function replaceSession(client: QueryClient, session: Session): void {
  changeLists(client, items => items.map(item => (item.id === session.id ? session : item)));
}

/** A request about one session, whose answer is that session as it now is. */
export function useSessionMove<Input>(move: (input: Input) => Promise<Session>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: move,
    onSuccess: session => replaceSession(client, session),
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions }),
  });
}

export function useDeleteSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { id: string; force: boolean }) =>
      api.deleteSession(input.id, { force: input.force }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions }),
  });
}
