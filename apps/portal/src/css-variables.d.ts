import 'react';

declare module 'react' {
  interface CSSProperties {
    /** The hue of a profile's tile, in degrees. */
    '--hue'?: string;
  }
}
