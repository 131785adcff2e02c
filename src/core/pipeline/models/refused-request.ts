import { QuillError } from '../../errors.ts';

/** A server refuses this one request, such as a text too long for the model; others may pass. */
export class RefusedRequest extends QuillError {
  constructor(sentence: string, options?: ErrorOptions) {
    super('endpoint', sentence, options);
    this.name = 'RefusedRequest';
  }
}
