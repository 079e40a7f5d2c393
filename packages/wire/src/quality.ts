/** How the picture is to look where it cannot be all of it: clear at any cost, as usual, or on a narrow line. */
export const qualities = ['sharp', 'balanced', 'economical'] as const;
export type Quality = (typeof qualities)[number];
/** Until somebody chooses. */
export const usualQuality: Quality = 'balanced';
