/**
 * Which of the two clipboards holds what the person copied last. Browsers tell of no change, so that it is worked out
 * from what was seen: a local text that has been seen before is not new.
 */
export class ClipboardChoice {
  #remote: string | null = null;
  #local: string | null = null;
  #owed: string | null = null;
  /** What the session held before texts that were sent then, of which nothing has said yet that they arrived. */
  #before: { readonly text: string | null; readonly sentAt: number }[] = [];
  /** The same of connections that are lost: where it still holds one of these, the last text that was sent did not arrive. */
  #beforeLoss: readonly (string | null)[] = [];
  #remoteSinceFocus = false;

  /** What the session holds, as far as it is known: what it has told, or was sent. */
  get remote(): string | null {
    return this.#remote;
  }

  /** Newer than what the session holds, and still to be sent there. */
  get owed(): string | null {
    return this.#owed;
  }

  /** The session's clipboard holds this. `changed`: somebody has just copied it. Says whether the local one is to follow. */
  handleRemote(text: string, changed: boolean): boolean {
    if (changed) {
      this.#owed = null;
      this.#before = [];
    } else this.#oweWhatWasLost(text);
    this.#beforeLoss = [];
    // After a lost connection the host tells what is there; it is news when it is not what was there before.
    const news = changed || (this.#owed === null && this.#remote !== null && this.#remote !== text);
    this.#remote = text;
    if (this.#owed === text) this.#owed = null;
    if (news) this.#remoteSinceFocus = true;
    return news && text !== this.#local;
  }

  /** A new connection tells of no text: the session's clipboard is empty. */
  handleNoRemote(): void {
    this.#oweWhatWasLost(null);
    this.#beforeLoss = [];
    this.#remote = null;
  }

  /** The local clipboard has been given the session's text. */
  handleWritten(text: string): void {
    this.#local = text;
  }

  /** The window has the focus again: the person may have copied something elsewhere. */
  handleFocus(): void {
    this.#remoteSinceFocus = false;
  }

  /** The local clipboard holds this. Says whether the session is to have it. */
  handleLocal(text: string): boolean {
    const known = text === this.#local;
    const older = this.#local === null && this.#remoteSinceFocus;
    this.#local = text;
    if (text === '' || known || older) return false;
    // Copied anew, it is newer than what waits.
    if (text === this.#remote) this.#owed = null;
    return text !== this.#remote;
  }

  /** The session is to have this text, as soon as it can be sent. */
  owe(text: string): void {
    this.#owed = text;
  }

  /** This text is on its way to the session, since `now`, in milliseconds of any one clock. */
  handleSent(text: string, now: number): void {
    this.#before.push({ text: this.#remote, sentAt: now });
    this.#remote = text;
    this.#owed = null;
  }

  /** The session has seen to all that was sent before `sentAt`. Says whether the last text is among that, as is known only now. */
  handleAnswered(sentAt: number): boolean {
    const unsure = this.#before.length > 0;
    this.#before = this.#before.filter(before => before.sentAt >= sentAt);
    return unsure && this.#before.length === 0;
  }

  /** There is another connection: what the last one has not answered may be lost. */
  handleReconnected(): void {
    this.#beforeLoss = [...this.#beforeLoss, ...this.#before.map(({ text }) => text)];
    this.#before = [];
  }

  #oweWhatWasLost(remote: string | null): void {
    if (remote !== this.#remote && this.#beforeLoss.includes(remote)) this.#owed ??= this.#remote;
  }
}
