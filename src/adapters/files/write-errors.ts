/** Why something could not be written, in words that name the next step. */

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'the disk is full; free some space or write to another one'],
  ['EDQUOT', 'the disk quota is used up; free some space or write to another disk'],
  ['EFBIG', 'the file would be larger than allowed here; write to another disk'],
  ['ENOENT', 'there is no such folder; create it first'],
  ['ENOTDIR', 'what should be its folder is a file; choose another place'],
  ['EISDIR', 'it is a folder; name a file in it'],
  ['EACCES', 'it may not be written there; choose another folder'],
  ['EPERM', 'it may not be written there; choose another folder'],
  ['EROFS', 'the disk is read-only; choose another folder'],
]);

/** To stand behind a colon, without a full stop. */
export function whyNotWritten(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return (
    reasons.get(code) ?? (code === '' ? error.message : `the system reports ${code}; choose another place`)
  );
}
