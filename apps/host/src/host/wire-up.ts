import { access } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '@berth/kernel';
import { deriveLinkKey, type Logger, linkKeyHashOf } from '@berth/node-kit';
import type { HostStart } from '../host-start.ts';
import { connectX } from '../x11/connection.ts';
import { Clipboard } from './clipboard.ts';
import { CursorWatch } from './cursor.ts';
import { GatewayLink } from './gateway-link.ts';
import { Injector } from './injector.ts';
import { MediaProcess } from './media-process.ts';
import { ResumeTickets } from './resume-tickets.ts';
import { ScreenSize } from './screen-size.ts';
import { Viewers } from './viewers.ts';

const xWithinMs = 30_000;
const xPollMs = 10;
/** A desktop that has drawn nothing yet counts as ready so long after the X server answers. */
const drawnWithinMs = 1000;

async function waitForFile(path: string): Promise<void> {
  for (const end = Date.now() + xWithinMs; ; await sleep(xPollMs)) {
    try {
      return await access(path);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** Builds the host out of its parts. Resolves, with the reason, when the X server is gone. */
export async function runHost(start: HostStart, logger: Logger): Promise<string> {
  const { job, xSocket, xCookie } = start;
  const bootstrapToken = new Secret(start.bootstrapToken);
  const linkKey = deriveLinkKey(bootstrapToken, job.session, job.generation);
  using owned = new DisposableStack();
  const state = { drawn: false, xServer: false, media: false };

  const media = owned.use(
    new MediaProcess(
      {
        handlePacket: bytes => viewers?.handlePacket(bytes),
        handleStatus: status => {
          if (status.type === 'drawn') state.drawn = true;
          else if (status.type === 'ready') {
            state.media = true;
            viewers?.handleMediaUp();
          } else if (status.type === 'failed') logger.warn({ why: status.why }, 'media failed');
          if (status.type !== 'alive') link?.hurry();
        },
        handleDown: () => {
          state.media = false;
          link?.hurry();
        },
        startMessage: () => ({
          type: 'start',
          xSocket,
          xCookie,
          maxFps: job.maxFps,
          dpi: job.dpi,
          ...(viewers?.position ?? { firstSequence: 1, inputSerial: 0 }),
        }),
      },
      logger,
    ),
  );
  let viewers: Viewers | null = null;
  let link: GatewayLink | null = null;

  const tickets = await ResumeTickets.open(start.folder, job.session, linkKeyHashOf(linkKey));
  await waitForFile(xSocket);
  const x = owned.use(
    await connectX({ socketPath: xSocket, cookie: xCookie }, error =>
      logger.debug({ error: error.message }, 'the X server refused a request'),
    ),
  );
  state.xServer = true;
  const [injector, clipboard, screen] = await Promise.all([
    Injector.open(x),
    Clipboard.open(x, {
      handleText: bytes => viewers?.handleCopied(bytes),
      handleTooLarge: () => viewers?.handleClipboardTooLarge(),
      handleFailure: error => logger.warn({ error: String(error) }, 'the clipboard could not be read'),
    }),
    ScreenSize.open(
      x,
      job.dpi,
      () => link?.hurry(),
      error => logger.warn({ error: String(error) }, 'the screen was not resized'),
    ),
  ]);
  owned.use(injector);
  owned.use(clipboard);
  owned.use(screen);
  const all = new Viewers({
    maxFps: job.maxFps,
    tickets,
    logger,
    inputSink: injector,
    clipboard,
    screenSize: () => screen.current,
    tellMedia: message => media.tell(message),
    requestSize: size => screen.request(size),
    checkMedia: now => media.check(now),
    handleCountChanged: () => link?.hurry(),
  });
  viewers = all;
  await CursorWatch.open(x, bytes => all.handleCursor(bytes));
  media.begin();

  link = owned.use(
    new GatewayLink({
      job,
      bootstrapToken,
      linkKey,
      tickets,
      logger,
      state: () => ({
        session: job.session,
        generation: job.generation,
        stage: state.drawn ? 'ready' : 'preparing',
        xServer: state.xServer,
        media: state.media,
        viewers: all.count,
        size: screen.current,
        framesEncoded: all.framesForwarded,
      }),
      handleViewer: (socket, identity, claim) => all.admit(socket, identity, claim),
    }),
  );
  const drawnAnyway = setTimeout(() => {
    state.drawn = true;
    link?.hurry();
  }, drawnWithinMs);
  owned.defer(() => clearTimeout(drawnAnyway));
  logger.info({ width: x.size.width, height: x.size.height }, 'the host is up');

  const why = await x.closed;
  all.endAll('session-ended', 'The desktop has ended.', false);
  return why;
}
