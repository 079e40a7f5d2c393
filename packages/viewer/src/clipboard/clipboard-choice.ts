/**
 * Which of the two clipboards holds what the person copied last. Browsers tell of no change, so that it is worked out
 * from what was seen: a local text that has been seen before is not new.
 */
export class ClipboardChoice {
  #remote: string | null = null;
  #local: string | null = null;
  #remoteSinceFocus = false;

  get remote(): string | null {
    return this.#remote;
  }

  /** The session's clipboard holds this. `changed`: somebody has just copied it. Says whether the local one is to follow. */
  handleRemote(text: string, changed: boolean): boolean {
    // After a lost connection the host tells what is there; it is news when it is not what was there before.
    const news = changed || (this.#remote !== null && this.#remote !== text);
    this.#remote = text;
    if (news) this.#remoteSinceFocus = true;
    return news && text !== this.#local;
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
    if (text === '' || known || older || text === this.#remote) return false;
    this.#remote = text;
    return true;
  }

  /** The person has given the session this text by hand. */
  handleGiven(text: string): void {
    this.#remote = text;
  }
}
