import Mocha from 'mocha';
import { keepTally } from './tally.ts';

/** mocha's `spec` reporter that also keeps the tally in the file named by TEST_TALLY. */
export default class TallyReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { TEST_TALLY } = process.env;
    if (TEST_TALLY) keepTally(runner, TEST_TALLY);
  }
}
