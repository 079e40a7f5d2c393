/** How the host tells its keeper why it ended. Anything else is a fault of the host, which the keeper starts again. */
export const exitCodes = { keeperGone: 0, startInvalid: 64, xServerGone: 69 } as const;
