import { berth } from './berth.ts';
import { novncOverTigervnc, novncOverX11vnc } from './novnc.ts';
import type { Peer } from './peer.ts';
import { selkies } from './selkies.ts';
import { xpra } from './xpra.ts';

export const peers: readonly Peer[] = [berth, novncOverTigervnc, novncOverX11vnc, selkies, xpra];

/** Systems that people would compare with, but that no package registry has, with the reason. */
export const unavailable: Readonly<Record<string, string>> = {
  neko: 'published as container images only',
  kasmvnc: 'published as release files only',
};
