/** One start of the editor: which test files it loads, on which workspace, with which settings. */
export interface EditorSuite {
  name: string;
  /** Names of files in test/editor. Without them: every `*.test.ts` there that no other suite names. */
  files?: string[];
  /** A folder in the repository; the editor opens a copy of it. Default: test/workspace. */
  workspace?: string;
  /** User settings on top of the harness's own. */
  settings?: Record<string, unknown>;
  /** Opens the workspace in Restricted Mode. */
  untrusted?: boolean;
  /** Folders of further extensions to load in development mode, e.g. one that provides a language model. */
  extensions?: string[];
  /** Variables for the extension host. */
  env?: Record<string, string>;
  /** Seconds until the run counts as hung. Default: 120. */
  limit?: number;
}

export const suites: EditorSuite[] = [
  { name: 'main' },
  { name: 'untrusted', files: ['untrusted.test.ts'], untrusted: true },
  { name: 'generate', files: ['generate.test.ts'] },
  { name: 'rejected', files: ['rejected.test.ts'], workspace: 'test/workspace-months' },
];
