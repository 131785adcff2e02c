import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** The folder with the bundled worker and command line, built when it is not there. */
export function distFolder(): string {
  const dist = path.join(root, 'dist');
  if (!existsSync(path.join(dist, 'sql-worker.cjs')) || !existsSync(path.join(dist, 'cli.cjs')))
    execFileSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { stdio: 'ignore' });
  return dist;
}
