// What a piece was taught in the scene: weights that take the place of its plugin's files, by their labels. An instance
// that is made is lent them; one that runs is handed newer ones between two pictures.

import type { Instance, WeightsFile } from '#api';

/** Whoever shows weights: how many changes it has been told of. */
interface Pupil { readonly instance: Instance; taught: number }

export interface Taught {
  /** Counts the changes. */
  readonly version: number;
  /** What stands in for a file; undefined where the plugin's own serves. */
  find(label: string): WeightsFile | undefined;
  /** undefined gives the plugin's own file back: to instances made from then on. */
  set(label: string, file: WeightsFile | undefined): void;
  /** Hands over what changed; throws what the plugin throws. */
  bring(pupil: Pupil): void;
}

/** Whether an instance takes newer weights as it runs. */
export const learns = ({ instance }: Pupil): boolean => instance.weigh !== undefined;

export const createTaught = (): Taught => {
  const files = new Map<string, { readonly file: WeightsFile; readonly since: number }>();
  let version = 0;
  return {
    get version() { return version; },
    find: (label) => files.get(label)?.file,
    set(label, file) {
      version++;
      if (file) files.set(label, { file, since: version });
      else files.delete(label);
    },
    bring(pupil) {
      const { taught } = pupil;
      pupil.taught = version;
      if (taught < version) for (const [label, { file, since }] of files) if (since > taught) pupil.instance.weigh?.(label, file);
    },
  };
};
