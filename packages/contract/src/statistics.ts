import { z } from 'zod';
import { Size, Timestamp } from './session.ts';

const Count = z.int().nonnegative();
const Milliseconds = z.number().nonnegative();
const Share = z.object({ count: Count, bytes: Count });

/** What a host knows of its stream. Rates and shares are about the last `intervalMs`. */
export const HostStatistics = z.object({
  size: Size,
  intervalMs: Milliseconds.describe('0 before the first interval has passed'),
  framesPerSecond: z.number().nonnegative().describe('captures that were sent'),
  bytesPerSecond: z.number().nonnegative().describe('of pictures, counted once, however many watch'),
  tiers: z
    .object({ rectangles: Share, video: Share, refined: Share, scrolled: Share })
    .describe('small changes without loss, video, what was video and is now exact, content that has moved'),
  stages: z
    .object({ captureMs: Milliseconds, convertMs: Milliseconds, encodeMs: Milliseconds })
    .nullable()
    .describe('medians of the work on one capture; null before the first'),
  encoder: z.string().nullable().describe('null before the first video'),
  quality: z.string().describe('what those in control have chosen'),
  viewers: z.object({ controlling: Count, viewing: Count }),
  roundTripMs: Milliseconds.nullable().describe(
    'from a picture sent to its acknowledgement, at best of the last seconds: the slowest of those in control',
  ),
  echo: z
    .object({
      samples: Count.describe('of the last 30 seconds'),
      hostMs: Milliseconds.nullable().describe('their median'),
    })
    .describe(
      'from a key or click that has reached the host to the first picture captured after it, sent; without the network',
    ),
});
export type HostStatistics = z.infer<typeof HostStatistics>;

export const SessionStatistics = z.object({
  at: Timestamp.nullable().describe('when the host was heard; null where it has not been yet'),
  statistics: HostStatistics.nullable(),
});
export type SessionStatistics = z.infer<typeof SessionStatistics>;
