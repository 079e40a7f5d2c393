import { reply, type XConnection } from '../x11/connection.ts';

/** The names that the exchange of a selection is made of (ICCCM 2.6). */
const names = [
  'CLIPBOARD',
  'TARGETS',
  'INCR',
  'UTF8_STRING',
  'TEXT',
  'text/plain',
  'text/plain;charset=utf-8',
  'BERTH_CLIPBOARD',
] as const;

/** Atoms that every X server has from the start. */
export const predefinedAtoms = { ATOM: 4, STRING: 31 } as const;

export type SelectionAtoms = Readonly<Record<(typeof names)[number], number>>;

export async function internSelectionAtoms(x: XConnection): Promise<SelectionAtoms> {
  const atoms = await Promise.all(
    names.map(name => reply<number>(cb => x.client.InternAtom(false, name, cb))),
  );
  return Object.fromEntries(names.map((name, index) => [name, atoms[index] ?? 0])) as SelectionAtoms;
}
