// `npm run demo`: builds the sample database, optimizes the statements of scripts/demo-workspace/slow-queries.sql
// through the command line, and prints diff, evidence and timings. Everything it writes is in out/demo/.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const cli = path.join(root, 'dist/cli.cjs');
const database = path.join(root, 'out/demo/sample.sqlite');
const queries = path.join(root, 'scripts/demo-workspace/slow-queries.sql');

/** Runs the command line with inherited output; ends the demo when it fails. */
function quill(...args) {
  const { status } = spawnSync(process.execPath, [cli, ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

mkdirSync(path.dirname(database), { recursive: true });
console.log('Building the sample database …');
quill('sample-db', database, '--size', 'medium', '--force');

const lines = readFileSync(queries, 'utf8').split('\n');
const statements = lines.flatMap((line, i) => (/^SELECT\b/.test(line) ? [i + 1] : []));
for (const line of statements) {
  const comments = [];
  for (let i = line - 2; lines[i]?.startsWith('--'); i--) comments.unshift(lines[i].replace(/^--\s*/, ''));
  console.log(`\n━━━ ${comments.join(' ')}  (slow-queries.sql:${line}) ━━━\n`);
  quill('optimize', '--db', database, `${queries}:${line}`);
}
console.log(
  `\nDone: ${statements.length} statements. Try your own: npx quill optimize --db FILE --sql "SELECT …"`,
);
