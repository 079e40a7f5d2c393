/**
 * Whether anything answers where the stream is, whatever it says. Browsers hold WebSockets back that follow failed ones
 * (Chromium by up to 5 s, Firefox by up to a minute), but not requests: so it is those that find out when a network is back.
 */
export async function answers(streamUrl: string, withinMs: number): Promise<boolean> {
  try {
    await fetch(streamUrl.replace(/^ws/, 'http'), {
      method: 'HEAD',
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    });
    return true;
  } catch {
    return false;
  }
}
