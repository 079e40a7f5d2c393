/** What is known of a path, from what it has carried. */
export interface PathEstimate {
  /** The most that it has been seen to carry lately. */
  readonly bytesPerSecond: number;
  /** Whether that is about all it can carry. Otherwise nothing has had to wait for it, and it may carry any amount more. */
  readonly isLimit: boolean;
}
