declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type SessionId = Branded<'SessionId'>;

/** Lower-case Crockford base 32: no `i l o u`, valid in DNS-1123, CloudFormation and Slurm names. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** `<prefix>_` and one character per random byte (5 bits of each are used): 20 bytes give 100 bits. */
export function makeId(prefix: string, random: Uint8Array): string {
  let text = `${prefix}_`;
  for (const byte of random) text += ALPHABET[byte & 31];
  return text;
}

export const sessionIdPattern = /^ses_[0-9a-hjkmnp-tv-z]{20}$/;
export const userIdPattern = /^usr_[0-9a-hjkmnp-tv-z]{20}$/;

export function isSessionId(text: string): text is SessionId {
  return sessionIdPattern.test(text);
}
