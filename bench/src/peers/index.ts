import { berth } from './berth.ts';
import { novncOverTigervnc, novncOverX11vnc } from './novnc.ts';
import type { Peer } from './peer.ts';
import { selkies } from './selkies.ts';
import { xpra } from './xpra.ts';

export const peers: readonly Peer[] = [berth, novncOverTigervnc, novncOverX11vnc, selkies, xpra];
