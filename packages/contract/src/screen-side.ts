/** Smallest and largest side of a remote screen, in pixels. H.264 level 5.2 and one SHM segment bound the largest. */
export const screenSide = { min: 64, max: 8192 } as const;
