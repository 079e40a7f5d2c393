/** `KeyboardEvent.key` names → keysyms (X11/keysymdef.h, X11/XF86keysym.h). */
const named: Readonly<Record<string, number>> = {
  Backspace: 0xff08,
  Tab: 0xff09,
  Clear: 0xff0b,
  Enter: 0xff0d,
  Pause: 0xff13,
  ScrollLock: 0xff14,
  Escape: 0xff1b,
  Delete: 0xffff,
  Home: 0xff50,
  ArrowLeft: 0xff51,
  ArrowUp: 0xff52,
  ArrowRight: 0xff53,
  ArrowDown: 0xff54,
  PageUp: 0xff55,
  PageDown: 0xff56,
  End: 0xff57,
  Select: 0xff60,
  PrintScreen: 0xff61,
  Execute: 0xff62,
  Insert: 0xff63,
  Undo: 0xff65,
  Redo: 0xff66,
  ContextMenu: 0xff67,
  Find: 0xff68,
  Cancel: 0xff69,
  Help: 0xff6a,
  NumLock: 0xff7f,
  CapsLock: 0xffe5,
  AltGraph: 0xfe03,
  Compose: 0xff20,
  KanjiMode: 0xff21,
  NonConvert: 0xff22,
  Convert: 0xff23,
  Romaji: 0xff24,
  Hiragana: 0xff25,
  Katakana: 0xff26,
  HiraganaKatakana: 0xff27,
  ZenkakuHankaku: 0xff2a,
  Eisu: 0xff2f,
  KanaMode: 0xff2d,
  HangulMode: 0xff31,
  HanjaMode: 0xff34,
  ModeChange: 0xff7e,
  AudioVolumeDown: 0x1008ff11,
  AudioVolumeMute: 0x1008ff12,
  AudioVolumeUp: 0x1008ff13,
  MediaPlayPause: 0x1008ff14,
  MediaStop: 0x1008ff15,
  MediaTrackPrevious: 0x1008ff16,
  MediaTrackNext: 0x1008ff17,
  BrowserHome: 0x1008ff18,
  LaunchMail: 0x1008ff19,
  BrowserSearch: 0x1008ff1b,
  BrowserBack: 0x1008ff26,
  BrowserForward: 0x1008ff27,
  BrowserStop: 0x1008ff28,
  BrowserRefresh: 0x1008ff29,
  BrowserFavorites: 0x1008ff30,
  Copy: 0x1008ff57,
  Cut: 0x1008ff58,
  Paste: 0x1008ff6d,
};

/** Left and right of the modifiers that have both. The key that browsers call Meta is X's Super. */
const sided: Readonly<Record<string, readonly [number, number]>> = {
  Shift: [0xffe1, 0xffe2],
  Control: [0xffe3, 0xffe4],
  Alt: [0xffe9, 0xffea],
  Meta: [0xffeb, 0xffec],
};

/** The keypad has keysyms of its own. */
const keypad: Readonly<Record<string, number>> = {
  Enter: 0xff8d,
  Home: 0xff95,
  ArrowLeft: 0xff96,
  ArrowUp: 0xff97,
  ArrowRight: 0xff98,
  ArrowDown: 0xff99,
  PageUp: 0xff9a,
  PageDown: 0xff9b,
  End: 0xff9c,
  Clear: 0xff9d,
  Insert: 0xff9e,
  Delete: 0xff9f,
  '=': 0xffbd,
  '*': 0xffaa,
  '+': 0xffab,
  ',': 0xffac,
  '-': 0xffad,
  '.': 0xffae,
  '/': 0xffaf,
};

const keypadLocation = 3;
const rightLocation = 2;
const unicodeBase = 0x0100_0000;

export interface KeyMeaning {
  /** `KeyboardEvent.key` */
  readonly key: string;
  /** `KeyboardEvent.location`: 1 left, 2 right, 3 keypad. */
  readonly location: number;
}

/** What the key means in the layout of the page's keyboard, as an X keysym; 0 when it means nothing that X knows. */
export function keysymOf({ key, location }: KeyMeaning): number {
  if (location === keypadLocation) {
    const known = keypad[key] ?? (/^[0-9]$/.test(key) ? 0xffb0 + Number(key) : undefined);
    if (known !== undefined) return known;
  }
  const sides = sided[key];
  if (sides) return location === rightLocation ? sides[1] : sides[0];
  const functionKey = /^F([0-9]{1,2})$/.exec(key);
  if (functionKey) return 0xffbd + Number(functionKey[1]);
  return named[key] ?? keysymOfText(key);
}

/** The keysym of a text of one character: Latin-1 is itself, the rest is Unicode behind a bit. 0 for any other text. */
export function keysymOfText(text: string): number {
  const point = text.codePointAt(0);
  if (point === undefined || text.length !== String.fromCodePoint(point).length) return 0;
  const latin1 = (point >= 0x20 && point <= 0x7e) || (point >= 0xa0 && point <= 0xff);
  if (latin1) return point;
  return point < 0x20 || (point >= 0x7f && point < 0xa0) ? 0 : unicodeBase + point;
}
