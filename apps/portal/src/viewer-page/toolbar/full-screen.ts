/** Not in TypeScript's library: Chromium alone has it. */
interface KeyboardLock {
  lock(): Promise<void>;
  unlock(): void;
}

function keyboardLock(): KeyboardLock | null {
  const { keyboard } = navigator as Navigator & { readonly keyboard?: KeyboardLock };
  return keyboard && typeof keyboard.lock === 'function' ? keyboard : null;
}

export const canFillScreen = () => document.fullscreenEnabled;
export const fillsScreen = () => document.fullscreenElement !== null;

/** Full screen, in which Alt + Tab, Super and Escape reach the desktop where the browser allows it. */
export async function toggleFullScreen(): Promise<void> {
  if (fillsScreen()) {
    keyboardLock()?.unlock();
    await document.exitFullscreen();
    return;
  }
  await document.documentElement.requestFullscreen({ navigationUI: 'hide' });
  await keyboardLock()
    ?.lock()
    .catch(() => undefined);
}
