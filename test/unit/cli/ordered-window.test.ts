import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { inOrder } from '../../../src/cli/ordered-window.ts';

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

describe('work in a window', () => {
  it('hands on every result in order and holds no more than the window', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 5 }),
        async (delays, window) => {
          const handed: number[] = [];
          let held = 0;
          await inOrder(
            stream(delays.map((ms, i) => ({ ms, i }))),
            window,
            async ({ ms, i }) => {
              assert.ok(++held <= window);
              await wait(ms);
              return i;
            },
            async i => {
              await wait(0);
              held--;
              handed.push(i);
            },
          );
          assert.deepEqual(handed, [...delays.keys()]);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('hands on what is known while the next item is awaited', async () => {
    const answered = new Promise<void>(resolve => {
      async function* conversation(): AsyncGenerator<string> {
        yield 'question';
        await answered;
        yield 'end';
      }
      void inOrder(
        conversation(),
        8,
        async text => text,
        async text => {
          if (text === 'question') resolve();
        },
      );
    });
    await answered;
  });

  for (const failing of ['work', 'handing on'])
    it(`ends with the error of ${failing}, and nothing behind it is handed on`, async () => {
      const handed: number[] = [];
      const fail = (place: string, i: number): void => {
        if (place === failing && i === 2) throw new Error('broken');
      };
      const run = inOrder(
        stream([0, 1, 2, 3, 4, 5, 6, 7]),
        3,
        async i => {
          fail('work', i);
          return i;
        },
        async i => {
          fail('handing on', i);
          handed.push(i);
        },
      );
      await assert.rejects(run, /broken/);
      assert.ok(handed.every(i => i < 2));
    });
});
