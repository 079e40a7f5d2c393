import type { Quality } from '@berth/wire';
import type { ChordKey } from './input/keyboard.ts';
import type { Stages } from './picture/stage-probe.ts';

/** What the viewer is doing, in a form that a page can show. Times are milliseconds of `Date.now()`. */
export type ViewerStatus =
  | { readonly state: 'connecting'; readonly attempt: number; readonly why: string | null }
  | { readonly state: 'live'; readonly role: ViewerRole; readonly since: number }
  | {
      readonly state: 'reconnecting';
      readonly role: ViewerRole;
      readonly since: number;
      readonly attempt: number;
      /** When the next attempt begins; null while one is under way, or about to be. */
      readonly retryAt: number | null;
      readonly why: string;
    }
  | { readonly state: 'ended'; readonly code: string; readonly message: string };

export type ViewerRole = 'owner' | 'control' | 'view';

export interface ViewerStats {
  readonly fps: number;
  /** null until the first answer. */
  readonly rttMs: number | null;
  readonly decodeMs: number | null;
  readonly bytes: number;
  readonly framesDecoded: number;
  readonly framesDropped: number;
  /** From a key or button to the picture that was captured after it, painted: the median of the last. null before the first. */
  readonly inputToPictureMs: number | null;
  readonly stages: Stages;
  /** What has come so far: small changes without loss, video, and what was sent as video or before, now exact. */
  readonly tiers: Readonly<
    Record<'rectangles' | 'video' | 'refined' | 'scrolled', { count: number; bytes: number }>
  >;
  readonly transport: 'websocket';
  readonly codec: string | null;
  readonly encoder: string | null;
  /** null where the host knows of none. */
  readonly quality: Quality | null;
}

/**
 * How the remote screen and the window come together: `fit` scales the picture, `exact` shows its pixels one to one and
 * moves it with the pointer, `follow` gives the screen the window's size, for whoever controls it.
 */
export type ScreenChoice = 'fit' | 'exact' | 'follow';

export interface ViewerOptions {
  /** The viewer fills it, and empties it when disposed. It needs a size of its own. */
  readonly container: HTMLElement;
  /** `wss://…/s/{id}/stream`. */
  readonly streamUrl: string;
  /**
   * A fresh connection ticket. A rejection is tried again later; a rejection with `SessionOver` ends the viewer.
   * It is not asked while a resume ticket will do.
   */
  readonly getTicket: () => Promise<string>;
  readonly screen?: ScreenChoice;
  readonly onStateChanged?: (status: ViewerStatus) => void;
  /** The desktop owes an answer; `heardAt` is when it was last heard, of `Date.now()`. null: it has answered, or is lost. */
  readonly onSilence?: (heardAt: number | null) => void;
  /** Something that the person should know; the connection goes on. */
  readonly onNotice?: (notice: { code: string; message: string }) => void;
  /** The session's clipboard holds this text. `local`: so does this computer's. */
  readonly onClipboardChanged?: (clipboard: { text: string; local: boolean }) => void;
  readonly onQualityChanged?: (quality: Quality) => void;
  /** Who else is here, this viewer included. */
  readonly onViewersChanged?: (viewers: { controlling: number; viewing: number }) => void;
}

/**
 * What became of a text for the session's clipboard. `later`: there is no connection now, or none that answers; it goes there with
 * the next one, unless something newer is copied before. `refused`: the session has ended, or this viewer only looks.
 */
export type ClipboardOutcome = 'sent' | 'later' | 'too-large' | 'refused';

export interface Viewer extends Disposable {
  readonly status: ViewerStatus;
  stats(): ViewerStats;
  /** Gives the remote desktop the keyboard. */
  focus(): void;
  /** Presses keys together and lets them go, such as those that the browser or the system keeps for itself. */
  pressChord(keys: readonly ChordKey[]): void;
  setScreen(screen: ScreenChoice): void;
  /** How the picture is made, for everybody; null where the host knows of none. */
  readonly quality: Quality | null;
  /** Chooses how the picture is made, for everybody. Only who controls can. */
  setQuality(quality: Quality): void;
  /** The text of the session's clipboard, as far as it is known. */
  readonly clipboardText: string | null;
  /** Puts a text on the session's clipboard, and says whether it could. */
  setClipboardText(text: string): ClipboardOutcome;
  /**
   * Takes the mouse captive until Escape is pressed or it is released; programs get its motion. To be called from a
   * gesture. Where the page has locked the keyboard, Escape is the desktop's.
   */
  capturePointer(): Promise<void>;
  releasePointer(): void;
  /** Tries now instead of waiting for the next attempt. */
  reconnectNow(): void;
  dispose(): void;
}

/** What `getTicket` rejects with when there is nothing left to connect to. */
export class SessionOver extends Error {
  override readonly name = 'SessionOver';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
