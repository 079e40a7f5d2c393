import { isNewer } from '@berth/wire';

/** A picture that has come and is not settled for so many looks in a row will not be. */
const patience = 5;
export const stallLookEveryMs = 1000;

/**
 * Notices a decoder that swallows pictures. It counts looks and not time: a computer that slept has had no chance to
 * decode.
 */
export class StallWatch {
  #arrived: number | null = null;
  #looks = 0;

  handlePicture(sequence: number): void {
    this.#arrived = sequence;
  }

  /** Something was settled; `sequence` is how far. */
  handleSettled(sequence: number): void {
    this.#looks = 0;
    if (this.#arrived !== null && !isNewer(this.#arrived, sequence)) this.#arrived = null;
  }

  begin(): void {
    this.#arrived = null;
    this.#looks = 0;
  }

  /** To be called every second. Says whether the picture has stopped, once. */
  look(): boolean {
    if (this.#arrived === null) return false;
    this.#looks += 1;
    if (this.#looks <= patience) return false;
    this.begin();
    return true;
  }
}
