import type { SessionPhase } from '@berth/contract';
import { sessionPhases } from '@berth/contract';

/** Counters of this process, written in Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats). */
export class Metrics {
  readonly #transitions = new Map<SessionPhase, number>();
  #requests = 0;
  #failures = 0;
  eventStreams = 0;

  countTransition(to: SessionPhase): void {
    this.#transitions.set(to, (this.#transitions.get(to) ?? 0) + 1);
  }

  countRequest(status: number): void {
    this.#requests++;
    if (status >= 500) this.#failures++;
  }

  text(now: {
    readonly sessions: ReadonlyMap<string, number>;
    readonly passes: number;
    readonly orphans: number;
  }): string {
    const lines: string[] = [];
    const family = (name: string, type: 'counter' | 'gauge', help: string, samples: readonly string[]) => {
      lines.push(
        `# HELP ${name} ${help}`,
        `# TYPE ${name} ${type}`,
        ...samples.map(sample => `${name}${sample}`),
      );
    };
    family(
      'berth_sessions',
      'gauge',
      'Sessions by phase.',
      sessionPhases.map(phase => `{phase="${phase}"} ${now.sessions.get(phase) ?? 0}`),
    );
    family(
      'berth_session_transitions_total',
      'counter',
      'Moves of sessions into a phase since the start.',
      [...this.#transitions].map(([phase, count]) => `{phase="${phase}"} ${count}`),
    );
    family('berth_http_requests_total', 'counter', 'Requests answered.', [` ${this.#requests}`]);
    family('berth_http_failures_total', 'counter', 'Requests answered with 5xx.', [` ${this.#failures}`]);
    family('berth_event_streams', 'gauge', 'Open event streams.', [` ${this.eventStreams}`]);
    family('berth_reconciler_passes_total', 'counter', 'Full passes of the reconciler.', [` ${now.passes}`]);
    family('berth_orphans', 'gauge', 'Runs outside that belong to no session.', [` ${now.orphans}`]);
    family('berth_process_resident_bytes', 'gauge', 'Memory of the broker.', [
      ` ${process.memoryUsage.rss()}`,
    ]);
    return `${lines.join('\n')}\n`;
  }
}
