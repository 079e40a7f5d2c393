import { reply, type XConnection } from '../x11/connection.ts';

/** Predefined by the X protocol. */
const atoms = { RESOURCE_MANAGER: 23, STRING: 31 } as const;
/** In units of four bytes: a file of resources is far shorter. */
const longest = 65_536;

/** The resources with `Xft.dpi` set to this density, whatever it was. */
export function withDensity(resources: string, dpi: number): string {
  const others = resources.split('\n').filter(line => line.trim() !== '' && !/^Xft\.dpi\s*:/.test(line));
  return `${[...others, `Xft.dpi:\t${dpi}`].join('\n')}\n`;
}

/** Tells programs that start from now on how dense the screen's pixels are, where everyone but XFCE and GNOME looks. */
export class ScreenDensity {
  readonly #x: XConnection;

  constructor(x: XConnection) {
    this.#x = x;
  }

  async set(dpi: number): Promise<void> {
    const { client, root } = this.#x;
    const { data } = await reply<{ data: Buffer }>(cb =>
      client.GetProperty(0, root, atoms.RESOURCE_MANAGER, atoms.STRING, 0, longest, cb),
    );
    const resources = Buffer.from(withDensity(data.toString('latin1'), dpi), 'latin1');
    client.ChangeProperty(0, root, atoms.RESOURCE_MANAGER, atoms.STRING, 8, resources);
  }
}
