import { failures } from '@berth/contract';

/** Shown to a person while the broker is away. It needs no script: the browser reloads it every two seconds. */
export function brokerAwayPage(): string {
  const { message } = failures.BROKER_UNAVAILABLE({});
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="2">
<title>Berth is starting</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { display: grid; place-content: center; min-height: 90vh; margin: 0; padding: 1rem; text-align: center }
  h1 { font-size: 1.25rem; margin: 0 0 .25rem }
  p { margin: 0; opacity: .75; max-width: 32rem }
</style>
<main role="status">
  <h1>One moment</h1>
  <p>${message} This page tries again by itself.</p>
</main>
</html>
`;
}

export const brokerAwayHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
  'retry-after': '2',
  'cache-control': 'no-store',
} as const;
