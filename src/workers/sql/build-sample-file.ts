import { buildSample } from '../../core/sample/sample.ts';
import type { SampleSize } from '../../core/sample/size.ts';
import type { Context } from './answer.ts';

/** The bytes of an SQLite file with the sample database. */
export function buildSampleFile(
  { size, seed }: { readonly size: SampleSize; readonly seed: number },
  { engine }: Context,
): Uint8Array {
  const db = engine.open();
  try {
    buildSample(db, size, seed);
    return engine.export(db);
  } finally {
    db.close();
  }
}
