// `npm run check`: types, and lint of what is not committed.

import { LINT_CHANGED, runJobs, TYPES } from './checks.ts';
import { command } from './command.ts';

await command('\nnpm run check        types, and lint of what is not committed; the exit code is 1 where either complains', async () => ((await runJobs([TYPES, LINT_CHANGED])).failed > 0 ? 1 : 0));
