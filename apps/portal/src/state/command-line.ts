export type ParsedCommand =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Splits a typed command as a shell would, quotes and backslashes only: Berth runs words, not a shell, so `|`, `>`, `*`
 * and `$x` mean themselves.
 */
export function parseCommand(text: string): ParsedCommand {
  const words: string[] = [];
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (quote) {
      if (letter === quote) quote = null;
      else if (quote === '"' && letter === '\\' && /["\\]/.test(text.charAt(at + 1)))
        word = (word ?? '') + text.charAt(++at);
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (letter === '\\' && at + 1 < text.length) word = (word ?? '') + text.charAt(++at);
    else if (/\s/.test(letter)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + letter;
  }
  if (quote) return { ok: false, problem: `The quote ${quote} is not closed.` };
  if (word !== null) words.push(word);
  if (words.some(each => each === '')) return { ok: false, problem: 'A word of the command is empty.' };
  return { ok: true, words };
}
