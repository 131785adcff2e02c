import { existsSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';

const UPDATE_SERVICE = 'https://update.code.visualstudio.com/api/releases/stable';

/**
 * The command that starts desktop VS Code: the executable in QUILL_VSCODE, or one that @vscode/test-electron
 * downloads where there is a display and Microsoft's update service answers within four seconds. Undefined
 * otherwise, and with QUILL_VSCODE=code-server.
 */
export async function findDesktop(): Promise<string[] | undefined> {
  const { QUILL_VSCODE } = process.env;
  if (QUILL_VSCODE === 'code-server') return undefined;
  const display = displayCommand();
  if (QUILL_VSCODE) return [...(display ?? []), QUILL_VSCODE];
  if (!display || !(await reachable(UPDATE_SERVICE))) return undefined;
  try {
    return [...display, await downloadAndUnzipVSCode('stable')];
  } catch (error) {
    console.error(`VS Code could not be downloaded, code-server is used instead: ${error}`);
    return undefined;
  }
}

/** What must stand before a program with windows: nothing, `xvfb-run -a`, or undefined where none can be shown. */
function displayCommand(): string[] | undefined {
  const { DISPLAY, WAYLAND_DISPLAY, PATH = '' } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return [];
  const installed = PATH.split(path.delimiter).some(folder => existsSync(path.join(folder, 'xvfb-run')));
  return installed ? ['xvfb-run', '-a'] : undefined;
}

const reachable = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(4000) }).then(
    response => response.ok,
    () => false,
  );
