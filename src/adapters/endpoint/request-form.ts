/** How a request is put, for servers that understand different parts of the protocol. */
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { ChatRequest } from '../../core/ports.ts';

export interface RequestForm {
  readonly answer: 'json_schema' | 'json_object' | 'text';
  readonly tokens: 'max_tokens' | 'max_completion_tokens';
  readonly temperature: boolean;
  readonly seed: boolean;
}

export const fullForm: RequestForm = {
  answer: 'json_schema',
  tokens: 'max_tokens',
  temperature: true,
  seed: true,
};

/** The body of a request to a model, put in one form. */
export function requestBody(
  model: string,
  request: ChatRequest,
  form: RequestForm,
): ChatCompletionCreateParamsNonStreaming {
  const { answer } = request;
  return {
    model,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    [form.tokens]: request.maxTokens,
    ...(form.temperature && { temperature: request.temperature }),
    ...(form.seed && request.seed !== undefined && { seed: request.seed }),
    ...(answer &&
      form.answer === 'json_schema' && {
        response_format: {
          type: 'json_schema',
          json_schema: { name: answer.name, schema: { ...answer.schema }, strict: true },
        },
      }),
    ...(answer && form.answer === 'json_object' && { response_format: { type: 'json_object' } }),
  };
}

/** True for a message about the form of the request and not about what is in it. */
export function isAboutForm(message: string): boolean {
  return /response_format|json_?schema|json_object|structured output|grammar|max_completion_tokens|\btemperature\b|\bseed\b/i.test(
    message,
  );
}

/** True for a message about the texts themselves, which no other form would mend. */
function isAboutContent(message: string): boolean {
  return /context.?length|context window|too long|too many tokens|maximum context|content.?(policy|filter|management)/i.test(
    message,
  );
}

/** True where the model, and not the server, failed at the form of this one answer. */
export function isAboutAnswer(message: string): boolean {
  return /fail(s|ed)? to (generate|validate|parse|produce)/i.test(message);
}

/** The next form to try after a refusal; undefined when there is none. */
export function simplerForm(
  form: RequestForm,
  request: ChatRequest,
  message: string,
): RequestForm | undefined {
  if (isAboutContent(message)) return undefined;
  if (/max_completion_tokens/i.test(message) && form.tokens === 'max_tokens') {
    return { ...form, tokens: 'max_completion_tokens' };
  }
  if (/\btemperature\b/i.test(message) && form.temperature) return { ...form, temperature: false };
  if (/\bseed\b/i.test(message) && form.seed) return { ...form, seed: false };
  if (request.answer === undefined || form.answer === 'text') return undefined;
  return { ...form, answer: form.answer === 'json_schema' ? 'json_object' : 'text' };
}
