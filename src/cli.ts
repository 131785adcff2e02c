#!/usr/bin/env node
/** The command line: `quill`. Bundled to dist/cli.cjs, beside the worker and SQLite. */
import { main } from './cli/main.ts';

main(process.argv.slice(2), __dirname).then(code => {
  process.exitCode = code;
});
