import { BootstrapTokenStore } from './bootstrap-tokens.ts';
import { openDatabase } from './database.ts';
import { HistoryStore } from './history.ts';
import { SessionStore } from './sessions.ts';
import { TicketStore } from './tickets.ts';
import { type UidRange, UserStore } from './users.ts';
import { WebSessionStore } from './web-sessions.ts';

export interface Store extends AsyncDisposable {
  readonly sessions: SessionStore;
  readonly history: HistoryStore;
  readonly users: UserStore;
  readonly webSessions: WebSessionStore;
  readonly tickets: TicketStore;
  readonly bootstrapTokens: BootstrapTokenStore;
}

export async function openStore(databaseUrl: string, uidRange: UidRange): Promise<Store> {
  const opened = await openDatabase(databaseUrl);
  const { db } = opened;
  return {
    sessions: new SessionStore(db),
    history: new HistoryStore(db),
    users: new UserStore(db, uidRange),
    webSessions: new WebSessionStore(db),
    tickets: new TicketStore(db),
    bootstrapTokens: new BootstrapTokenStore(db),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}
