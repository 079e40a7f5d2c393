import type { ChildProcess } from 'node:child_process';
import { access } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '@berth/kernel';
import { deriveLinkKey, linkKeyHashOf } from '@berth/node-kit/link-key';
import type { Logger } from '@berth/node-kit/logger';
import type { HostStart } from '../host-start.ts';
import { monotonicNow } from '../monotonic-clock.ts';
import { connectX } from '../x11/connection.ts';
import { ChosenQuality } from './chosen-quality.ts';
import { Clipboard } from './clipboard.ts';
import { CursorWatch } from './cursor.ts';
import { GatewayLink } from './gateway-link.ts';
import { HeldViewers } from './held-viewers.ts';
import { Injector } from './injector.ts';
import { MediaProcess } from './media-process.ts';
import { ResumeTickets } from './resume-tickets.ts';
import { ScreenSize } from './screen-size.ts';
import { Viewers } from './viewers.ts';
import { XAnswers } from './x-answers.ts';

const xWithinMs = 30_000;
const xPollMs = 10;
/** A desktop that has drawn nothing counts as ready so long after its picture could be taken: it may wait for a person. */
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

/**
 * Builds the host out of its parts, the link to the gateway first: it needs nothing of the X server, which starts at the
 * same time. Resolves, with the reason, when the X server is gone.
 */
export async function runHost(start: HostStart, logger: Logger, firstMedia: ChildProcess): Promise<string> {
  const { job, xSocket, xCookie } = start;
  const bootstrapToken = new Secret(start.bootstrapToken);
  const linkKey = deriveLinkKey(bootstrapToken, job.session, job.generation);
  using owned = new DisposableStack();
  const state = { drawn: false, xServer: false, media: false };
  const handleDrawn = () => {
    if (state.drawn) return;
    state.drawn = true;
    link?.hurry();
  };
  let viewers: Viewers | null = null;
  let screen: ScreenSize | null = null;
  let answers: XAnswers | null = null;
  let link: GatewayLink | null = null;
  let drawnAnyway: NodeJS.Timeout | null = null;
  owned.defer(() => clearTimeout(drawnAnyway ?? undefined));

  const media = owned.use(
    new MediaProcess(
      {
        handlePacket: bytes => {
          viewers?.handlePacket(bytes);
          if (viewers && viewers.framesForwarded > 0) handleDrawn();
        },
        handleStatus: status => {
          if (status.type === 'drawn') handleDrawn();
          else if (status.type === 'unchanged') viewers?.handleUnchanged(status.inputSerial);
          else if (status.type === 'ready') {
            state.media = true;
            viewers?.handleMediaUp();
            drawnAnyway ??= setTimeout(handleDrawn, drawnWithinMs);
            link?.hurry();
          } else if (status.type === 'failed') logger.warn({ why: status.why }, 'media failed');
        },
        handleDown: () => {
          state.media = false;
          link?.hurry();
        },
        handleStalled: () => viewers?.handleMediaStalled(),
        startMessage: () => ({
          type: 'start',
          xSocket,
          xCookie,
          maxFps: job.maxFps,
          ...(viewers?.position ?? { firstSequence: 1, inputSerial: 0 }),
        }),
      },
      logger,
      firstMedia,
    ),
  );

  const tickets = await ResumeTickets.open(start.folder, job.session, linkKeyHashOf(linkKey));
  const quality = await ChosenQuality.open(start.folder);
  const held = new HeldViewers();
  link = owned.use(
    new GatewayLink({
      job,
      bootstrapToken,
      linkKey,
      tickets,
      logger,
      state: () => {
        const xSilentMs = answers?.look(monotonicNow()) ?? 0;
        return {
          session: job.session,
          generation: job.generation,
          stage: state.drawn ? 'ready' : 'preparing',
          xServer: state.xServer,
          media: state.media,
          viewers: viewers?.count ?? 0,
          size: screen?.current ?? job.size,
          framesEncoded: viewers?.framesForwarded ?? 0,
          ...(xSilentMs > 0 && { xSilentMs }),
          ...(viewers && { statistics: viewers.statistics() }),
        };
      },
      handleViewer: (socket, identity, claim) => held.take(socket, identity, claim),
    }),
  );

  await waitForFile(xSocket);
  const x = owned.use(
    await connectX({ socketPath: xSocket, cookie: xCookie }, error =>
      logger.debug({ error: error.message }, 'the X server refused a request'),
    ),
  );
  const [injector, clipboard, size] = await Promise.all([
    Injector.open(x),
    Clipboard.open(x, {
      handleText: bytes => viewers?.handleCopied(bytes),
      handleTooLarge: () => viewers?.handleClipboardTooLarge(),
      handleFailure: error => logger.warn({ error: String(error) }, 'the clipboard could not be read'),
    }),
    ScreenSize.open(
      x,
      { ...job.size, dpi: job.dpi },
      () => link?.hurry(),
      error => logger.warn({ error: String(error) }, 'the screen was not resized'),
    ),
  ]);
  owned.use(clipboard);
  screen = owned.use(size);
  const all = new Viewers({
    maxFps: job.maxFps,
    tickets,
    logger,
    inputSink: injector,
    sendInput: () => x.flush(),
    findPointer: () => injector.findPointer(),
    clipboard,
    quality,
    screenSize: () => size.current,
    tellMedia: message => media.tell(message),
    requestSize: wanted => size.request(wanted),
    checkMedia: now => media.check(now),
    handleCountChanged: () => link?.hurry(),
  });
  viewers = all;
  media.begin();
  await CursorWatch.open(x, bytes => all.handleCursor(bytes));
  answers = new XAnswers(() => injector.findPointer());
  state.xServer = true;
  link.hurry();
  held.admitTo(all);
  logger.info({ width: x.size.width, height: x.size.height }, 'the host is up');

  const why = await x.closed;
  all.endAll('session-ended', 'The desktop has ended.', false);
  return why;
}
