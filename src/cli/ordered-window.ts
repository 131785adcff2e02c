/**
 * Works on a stream of items, several at a time, and hands on the results in the order of the items. At most `window`
 * items are held, so that memory does not grow with the stream.
 */
export async function inOrder<T, R>(
  items: AsyncIterable<T>,
  window: number,
  work: (item: T) => Promise<R>,
  handOn: (result: R) => Promise<void>,
): Promise<void> {
  const running: Promise<R>[] = [];
  try {
    for await (const item of items) {
      running.push(work(item));
      const [oldest] = running;
      if (running.length >= window && oldest !== undefined) {
        await handOn(await oldest);
        running.shift();
      }
    }
    for (const oldest of running.splice(0)) await handOn(await oldest);
  } finally {
    // After a failure nobody waits for the rest any more.
    for (const rest of running) rest.catch(() => {});
  }
}
