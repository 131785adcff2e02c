/**
 * What the user's next command begins with: `npx quill` where npx started this one, which sets these variables; else
 * `quill`.
 */
export function calledAs(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['npm_command'] === 'exec' ? 'npx quill' : 'quill';
}
