export interface ZipEntry {
  name: string;
  /** Bytes in the archive. */
  compressedSize: number;
}

const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const CENTRAL_FILE_HEADER = 0x02014b50;

/** The entries of a zip archive's central directory (PKWARE APPNOTE 4.3.12; no ZIP64). Throws on other bytes. */
export function zipEntries(archive: Buffer): ZipEntry[] {
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== END_OF_CENTRAL_DIRECTORY) end--;
  if (end < 0) throw new Error('not a zip archive: it has no central directory');
  const count = archive.readUInt16LE(end + 10);
  let offset = archive.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (archive.readUInt32LE(offset) !== CENTRAL_FILE_HEADER)
      throw new Error(`no file header at byte ${offset}`);
    const nameLength = archive.readUInt16LE(offset + 28);
    const entry = {
      name: archive.toString('utf8', offset + 46, offset + 46 + nameLength),
      compressedSize: archive.readUInt32LE(offset + 20),
    };
    offset += 46 + nameLength + archive.readUInt16LE(offset + 30) + archive.readUInt16LE(offset + 32);
    return entry;
  });
}
