/** A remedy split for showing: the words, and the commands in it that can be copied. */
export interface RemedyPart {
  readonly kind: 'words' | 'command';
  readonly text: string;
}

/** A command is in backquotes, or is all of it from a known program on to the end. */
export function splitRemedy(remedy: string): readonly RemedyPart[] {
  if (remedy.includes('`'))
    return remedy
      .split('`')
      .map((text, index): RemedyPart => ({ kind: index % 2 ? 'command' : 'words', text: text.trim() }))
      .filter(part => /[\p{L}\p{N}]/u.test(part.text));
  const found = /(?:^|[:\s])((?:sudo\s+)?(?:apt|apt-get|dnf|yum|zypper|pacman|script\/\S+)\s.*?)\.?\s*$/.exec(
    remedy,
  );
  const command = found?.[1];
  if (!command) return [{ kind: 'words', text: remedy }];
  const words = remedy.slice(0, remedy.lastIndexOf(command)).trim();
  const parts: RemedyPart[] = words ? [{ kind: 'words', text: words }] : [];
  return [...parts, { kind: 'command', text: command.trim() }];
}
