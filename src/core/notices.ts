// Notices: sentences for the person at the screen. Something said twice is one notice; what is mended is withdrawn.

export interface Notice { readonly key: string; readonly text: string }

export interface Notices {
  readonly list: readonly Notice[];
  /** Shows a notice; one with the same key is replaced. */
  add(key: string, text: string): void;
  remove(key: string): void;
  subscribe(listener: (list: readonly Notice[]) => void): () => void;
}

const MOST = 20;

export const createNotices = (): Notices => {
  let list: readonly Notice[] = [];
  const listeners = new Set<(list: readonly Notice[]) => void>();
  const show = (next: readonly Notice[]): void => {
    list = next;
    for (const listener of listeners) listener(list);
  };
  return {
    get list() { return list; },
    add(key, text) { show([...list.filter((notice) => notice.key !== key), { key, text }].slice(-MOST)); },
    remove(key) { if (list.some((notice) => notice.key === key)) show(list.filter((notice) => notice.key !== key)); },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
