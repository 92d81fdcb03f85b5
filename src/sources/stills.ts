// The pictures that ship with Driftloom, fetched when they are asked for.

import { reason } from '../core/errors.ts';

export interface Stills {
  /** In the order of their names; empty until they are listed. */
  readonly list: readonly { readonly still: string; readonly title: string }[];
  /** The file of a picture. Rejects with a sentence. */
  fetch(still: string): Promise<Blob>;
}

/** `landscapes/valley-01.jpg` -> `Valley 1`. */
export const titleOfStill = (still: string): string => {
  const words = still.replace(/^.*\//, '').replace(/\.\w+$/, '').replace(/[-_]+/g, ' ').replace(/\b0+(?=\d)/g, '').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Milliseconds after which a server that says nothing is given up. */
const PATIENCE = 30_000;

const fetchPicture = async (address: string): Promise<Blob> => {
  const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
  // Some hosts answer whatever they do not have with their front page.
  const page = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (!response.ok || page) throw new Error(page ? 'the server answered with a page' : `the server answered ${response.status}`);
  return response.blob();
};

/** `addresses` gives where each picture is by its path under assets/datasets. */
export const openStills = (addresses: () => Promise<ReadonlyMap<string, string>>): Stills => {
  let list: Stills['list'] = [];
  // Who opens none does not wait for the list of them; a failed one is tried again.
  let listed: Promise<ReadonlyMap<string, string>> | undefined;
  const known = (): Promise<ReadonlyMap<string, string>> => (listed ??= addresses().then((found) => {
    list = [...found.keys()].sort().map((still) => ({ still, title: titleOfStill(still) }));
    return found;
  }).catch((error: unknown) => {
    listed = undefined;
    throw error;
  }));
  return {
    get list() {
      known().catch(() => undefined);
      return list;
    },
    async fetch(still) {
      const found = await known().catch((error: unknown) => { throw new Error(`The list of pictures could not be fetched: ${reason(error)}.`); });
      const address = found.get(still);
      if (address === undefined) throw new Error(`There is no picture ${still} in assets/datasets.`);
      return fetchPicture(address).catch((error: unknown) => { throw new Error(`${titleOfStill(still)} could not be fetched: ${reason(error)}.`); });
    },
  };
};
