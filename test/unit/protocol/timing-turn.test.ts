import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import esbuild from 'esbuild';
import { TimingTurn } from '../../../src/protocol/timing-turn.ts';

/** Runs in each worker: takes the turn many times and counts how often another one was inside as well. */
const body = `
import { parentPort, threadId, workerData } from 'node:worker_threads';
const { TimingTurn } = await import(workerData.module);
const turn = new TimingTurn(workerData.turn);
const inside = new Int32Array(workerData.inside);
let clashes = 0;
for (let i = 0; i < 200; i++) {
  turn.hold(threadId, () => {
    if (Atomics.add(inside, 0, 1) !== 0) clashes++;
    for (let spin = 0; spin < 2000; spin++) Math.sqrt(spin);
    turn.hold(threadId, () => {});
    Atomics.sub(inside, 0, 1);
  });
}
parentPort.postMessage({ clashes, waited: turn.waited });
`;

const source = fileURLToPath(new URL('../../../src/protocol/timing-turn.ts', import.meta.url));
const [compiled] = esbuild.buildSync({ entryPoints: [source], write: false, format: 'esm' }).outputFiles;
const module = `data:text/javascript,${encodeURIComponent(compiled?.text ?? '')}`;

function start(turn: TimingTurn, inside: SharedArrayBuffer, text: string): Worker {
  return new Worker(new URL(`data:text/javascript,${encodeURIComponent(text)}`), {
    workerData: { module, turn: turn.buffer, inside },
  });
}

const message = <T>(worker: Worker): Promise<T> =>
  new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));

describe('turns in timing', () => {
  it('let one thread in at a time', async () => {
    const turn = new TimingTurn();
    const inside = new SharedArrayBuffer(4);
    const workers = [1, 2, 3].map(() => start(turn, inside, body));
    const told = await Promise.all(
      workers.map(worker => message<{ clashes: number; waited: number }>(worker)),
    );
    assert.deepEqual(
      told.map(one => one.clashes),
      [0, 0, 0],
    );
    assert.ok(told.some(one => one.waited > 0));
  });

  it('pass on when the thread that has it is ended', async () => {
    const turn = new TimingTurn();
    const inside = new SharedArrayBuffer(4);
    const stuck = start(
      turn,
      inside,
      `import { parentPort, threadId, workerData } from 'node:worker_threads';
       const { TimingTurn } = await import(workerData.module);
       new TimingTurn(workerData.turn).hold(threadId, () => {
         parentPort.postMessage(threadId);
         for (;;) Math.sqrt(2);
       });`,
    );
    const thread = await message<number>(stuck);
    await stuck.terminate();
    turn.release(thread);
    const next = await message<{ clashes: number; waited: number }>(start(turn, inside, body));
    assert.equal(next.clashes, 0);
    assert.ok(next.waited < 50, `${next.waited} ms`);
  });
});
