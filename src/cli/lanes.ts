// Jobs side by side, so many at a time, some after others. Pure but for the jobs themselves.

export interface Job<T> {
  readonly name: string;
  /** Names of jobs that must have ended, well or badly, before this begins. */
  readonly after?: readonly string[];
  run(): Promise<T>;
}

/** Runs all jobs, at most `lanes` at once: a free lane takes the first of the list that may begin. Results in the list's order; rejects with the first job that does. */
export const inLanes = async <T>(jobs: readonly Job<T>[], lanes: number): Promise<T[]> => {
  const results: T[] = [], waiting = new Set(jobs.keys()), ended = new Set<string>(), names = new Set(jobs.map(({ name }) => name));
  let running = 0;
  await new Promise<void>((done, fail) => {
    const next = (): void => {
      for (const at of waiting) {
        const { name, after = [], run } = jobs[at]!;
        if (running >= lanes || after.some((other) => names.has(other) && !ended.has(other))) continue;
        waiting.delete(at);
        running++;
        run().then((result) => {
          results[at] = result;
          ended.add(name);
          running--;
          next();
        }, fail);
      }
      if (running > 0) return;
      if (waiting.size > 0) fail(new Error(`jobs that wait for each other: ${[...waiting].map((at) => jobs[at]!.name).join(', ')}`));
      else done();
    };
    next();
  });
  return results;
};
