// A scope owns resources and frees them together, last made first.

type Resource = { dispose(): void } | { destroy(): void };

export interface Scope {
  own<T extends Resource>(resource: T): T;
  readonly size: number;
  /** How many of the owned are tensors. */
  readonly tensors: number;
  /** Frees everything owned, even when one of them throws; the first error is thrown at the end. */
  dispose(): void;
}

export const createScope = (): Scope => {
  let owned: Resource[] = [];
  return {
    own(resource) {
      owned.push(resource);
      return resource;
    },
    get size() { return owned.length; },
    get tensors() { return owned.filter((resource) => 'dataId' in resource).length; },
    dispose() {
      const list = owned.reverse();
      owned = [];
      const errors: unknown[] = [];
      for (const resource of list) {
        try {
          if ('dispose' in resource) resource.dispose(); else resource.destroy();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw errors[0];
    },
  };
};
