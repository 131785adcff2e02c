/** The SQL worker: search and judge run whole in this thread, beside a synchronous engine. */
import { parentPort, workerData as received, threadId } from 'node:worker_threads';
import * as v from 'valibot';
import { loadSqliteEngine } from '../adapters/sqlite/engine.ts';
import { leavesDoubt, QuillError } from '../core/errors.ts';
import { Pulse } from '../protocol/pulse.ts';
import { job, type Reply, workerData } from '../protocol/sql-messages.ts';
import { TimingTurn } from '../protocol/timing-turn.ts';
import { answer } from './sql/answer.ts';
import { OpenDatabases } from './sql/open-databases.ts';

const port = parentPort;
if (port === null) throw new QuillError('internal', 'The SQL worker only runs as a worker thread.');
const { wasm, pulse, turn: turnBuffer } = v.parse(workerData, received);
const turn = new TimingTurn(turnBuffer);

const post = (reply: Reply): void => port.postMessage(reply);

const loading = loadSqliteEngine(wasm).then(engine => {
  engine.observe(new Pulse(pulse));
  return { engine, databases: new OpenDatabases(engine) };
});

port.on('message', async (message: unknown) => {
  const { id, request } = v.parse(job, message);
  const { engine, databases } = await loading;
  try {
    const doubts: unknown[] = [];
    const result = answer(request, {
      engine,
      databases,
      clock: { now: () => performance.now() - turn.waited },
      exclusive: work => turn.hold(threadId, work),
      emit: event => post({ type: 'event', id, event }),
      doubt: error => doubts.push(error),
    });
    const last = doubts.length > 0;
    post({ type: 'result', id, result, last });
    if (!last) databases.settle();
  } catch (error) {
    const problem = described(error);
    if (!problem.fatal) databases.settle();
    post({ type: 'error', id, ...problem });
  }
});

/** Memory that was not to be had and unknown errors leave an engine behind that nobody should trust. */
function described(
  error: unknown,
): Pick<Extract<Reply, { type: 'error' }>, 'reason' | 'sentence' | 'line' | 'stack' | 'fatal'> {
  const known = error instanceof QuillError;
  const reason = known ? error.reason : 'internal';
  const message = error instanceof Error ? error.message : String(error);
  return {
    reason,
    sentence: known ? error.sentence : `Quill met an error of its own: ${message}`,
    ...(known && error.line !== undefined && { line: error.line }),
    ...(error instanceof Error && error.stack !== undefined && { stack: error.stack }),
    fatal: leavesDoubt(error),
  };
}
