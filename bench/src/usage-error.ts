/** What was asked cannot be done, in one sentence or two for the one who asked: exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
