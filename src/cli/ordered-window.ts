/**
 * Works on a stream of items, several at a time, and hands on each result as soon as it and those of all items before
 * it are known. At most `window` items are held, so that memory does not grow with the stream. Throws the first error
 * of the stream, of `work` or of `handOn`; nothing behind it is handed on.
 */
export async function inOrder<T, R>(
  items: AsyncIterable<T>,
  window: number,
  work: (item: T) => Promise<R>,
  handOn: (result: R) => Promise<void>,
): Promise<void> {
  const handing: Promise<void>[] = [];
  let last = Promise.resolve();
  for await (const item of items) {
    const result = work(item);
    const before = last;
    last = Promise.all([result, before]).then(([value]) => handOn(value));
    // Whoever awaits it sees the error; until then it is not unheard of.
    last.catch(() => {});
    handing.push(last);
    if (handing.length >= window) await handing.shift();
  }
  await last;
}
