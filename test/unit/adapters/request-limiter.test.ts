import assert from 'node:assert/strict';
import { RequestLimiter } from '../../../src/adapters/endpoint/request-limiter.ts';
import { QuillError } from '../../../src/core/errors.ts';

describe('request limiter', () => {
  const never = new AbortController().signal;

  it('keeps the number of starts within any window', async () => {
    const limiter = new RequestLimiter({ concurrency: 10, requestsPerMinute: 3, windowMs: 120 });
    const starts: number[] = [];
    await Promise.all(
      Array.from({ length: 9 }, async () => {
        const release = await limiter.acquire(never);
        starts.push(performance.now());
        release();
      }),
    );
    for (let i = 3; i < starts.length; i++) {
      assert.ok(starts[i]! - starts[i - 3]! >= 118, `${starts[i]! - starts[i - 3]!} ms`);
    }
    assert.ok(starts[8]! - starts[0]! < 1000);
  });

  it('serves in order and passes over who has gone', async () => {
    const limiter = new RequestLimiter({ concurrency: 1 });
    const order: string[] = [];
    const first = await limiter.acquire(never);
    const gone = new AbortController();
    const waiting = limiter.acquire(gone.signal).catch((error: unknown) => {
      assert.ok(QuillError.is(error, 'cancelled'));
      order.push('gone');
    });
    const second = limiter.acquire(never).then(release => {
      order.push('second');
      release();
    });
    gone.abort();
    await waiting;
    first();
    first();
    await second;
    assert.deepEqual(order, ['gone', 'second']);
  });
});
