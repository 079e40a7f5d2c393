import type { Generated } from 'kysely';

/**
 * Column types that SQLite and PostgreSQL share: text, integers (times are milliseconds since the epoch, booleans are
 * 0 and 1), and JSON as text.
 */
export interface Tables {
  users: {
    id: string;
    name: string;
    password_hash: string;
    admin: number;
    uid: number;
    created_at: number;
    /** Rows of deleted users stay, so that neither their name nor their uid, which own a home, is given to another. */
    deleted_at: number | null;
  };
  web_sessions: {
    token_hash: string;
    user_id: string;
    created_at: number;
    expires_at: number;
  };
  sessions: {
    id: string;
    owner_id: string;
    name: string;
    project: string | null;
    driver: string;
    external_name: string;
    profile: string;
    plan: string;
    desired: string;
    phase: string;
    reason: string | null;
    generation: number;
    version: number;
    handle: string | null;
    dirty: number;
    link_key_hash: string | null;
    created_at: number;
    phase_since: number;
    deadline_at: number | null;
    ready_at: number | null;
    ends_at: number | null;
    recovery_tried: number;
    startup: string;
  };
  session_events: {
    sequence: Generated<number>;
    at: number;
    session_id: string;
    from_phase: string | null;
    to_phase: string;
    reason: string | null;
    actor: string;
  };
  bootstrap_tokens: {
    token_hash: string;
    session_id: string;
    generation: number;
    created_at: number;
    used_at: number | null;
  };
  tickets: {
    ticket_hash: string;
    session_id: string;
    user_name: string;
    role: string;
    expires_at: number;
    used_at: number | null;
  };
  idempotency_keys: {
    owner_id: string;
    key: string;
    request_hash: string;
    session_id: string;
    created_at: number;
  };
}
