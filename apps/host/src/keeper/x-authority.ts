/** FamilyWild of Xau (X11/Xauth.h): the entry holds for whatever host name and display the program believes in. */
const familyWild = 0xffff;

/** The content of an Xauthority file with one entry that matches every display. */
export function xAuthorityFile(cookie: Buffer): Buffer {
  const counted = (bytes: Buffer) => Buffer.concat([u16(bytes.length), bytes]);
  const name = Buffer.from('MIT-MAGIC-COOKIE-1');
  return Buffer.concat([
    u16(familyWild),
    counted(Buffer.alloc(0)),
    counted(Buffer.alloc(0)),
    counted(name),
    counted(cookie),
  ]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
