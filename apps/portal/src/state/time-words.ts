/** A length of time in the largest two units that matter: `8 s`, `12 min`, `3 h 05 min`, `2 d 4 h`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Milliseconds as a person times a start: `340 ms`, `1.4 s`. */
export function shortDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Time since `at`, which a clock that runs behind the server's must not make negative. */
export function since(at: number, now: number): string {
  return duration(now - at);
}

/** A point in time for people: the hour alone when it is today. */
export function clockTime(at: string, now: number, locale?: string): string {
  const date = new Date(at);
  const today = new Date(now).toDateString() === date.toDateString();
  return new Intl.DateTimeFormat(
    locale,
    today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
  ).format(date);
}

/** How soon a session ends, and whether that deserves colour. */
export function ending(endsAt: string, now: number): { text: string; soon: boolean } {
  const left = Date.parse(endsAt) - now;
  if (left <= 0) return { text: 'ending now', soon: true };
  return { text: `ends in ${duration(left)}`, soon: left < 15 * 60_000 };
}
