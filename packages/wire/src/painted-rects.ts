import type { Rect } from './field.ts';
import { type FromHost, ungroup } from './from-host.ts';

const everywhere: Rect = { x: 0, y: 0, width: 0xffff, height: 0xffff };

/** Where a picture changes what a page shows. Throws `WireError` for a broken group. */
export function paintedRects(picture: FromHost): readonly Rect[] {
  switch (picture.type) {
    case 'video':
      return picture.validity.length > 0 ? picture.validity : [everywhere];
    case 'pixels':
      return [picture.rect];
    case 'copy':
      return [{ ...picture.from, x: picture.toX, y: picture.toY }];
    case 'group':
      return ungroup(picture).flatMap(paintedRects);
    default:
      return [];
  }
}
