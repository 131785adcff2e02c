// Opens an editor with the extension in development: `npm run open [folder]`.
// VS Code where it is installed (`code` on PATH, or the executable in QUILL_VSCODE), otherwise code-server with any
// browser. The folder is opened itself, not a copy; without one a copy of the demo workspace in out/ is.
import { spawn } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '../test/harness/server.ts';
import { packageExtension } from './package.mjs';
import { onPath, setUpEditor } from './setup-editor.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The folder to open. The copy in out/ is kept between calls, so that what was tried stays. */
function chooseWorkspace() {
  if (process.argv[2]) return path.resolve(process.argv[2]);
  const source = ['scripts/demo-workspace', 'test/workspace']
    .map(name => path.join(root, name))
    .find(existsSync);
  const copy = path.join(root, 'out/demo-workspace');
  if (!existsSync(copy)) cpSync(source, copy, { recursive: true });
  return copy;
}

const workspace = chooseWorkspace();
const { QUILL_VSCODE } = process.env;
const editor = QUILL_VSCODE === 'code-server' ? undefined : QUILL_VSCODE || onPath('code');

if (editor) {
  const build = spawn(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
  const code = await new Promise(resolve => build.once('exit', resolve));
  if (code !== 0) process.exit(1);
  spawn(editor, [`--extensionDevelopmentPath=${root}`, workspace], {
    stdio: 'ignore',
    detached: true,
  }).unref();
  console.log(
    `Opened ${workspace} in ${editor}. After a change: npm run build, then "Developer: Reload Window".`,
  );
} else {
  const tools = setUpEditor({ browser: false });
  if (!tools.env) {
    console.error(
      `No VS Code was found (\`code\` on PATH or QUILL_VSCODE) and code-server cannot be used: ${tools.missing}.`,
    );
    process.exit(1);
  }
  Object.assign(process.env, tools.env);
  const vsix = path.join(root, 'out/quill.vsix');
  packageExtension(vsix);
  const server = await startServer({ workspace, inPlace: true, vsix: [vsix] });
  console.log(`\nOpen ${server.url}\nCtrl+C ends it.`);
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, async () => {
      await server.stop();
      process.exit(0);
    });
}
