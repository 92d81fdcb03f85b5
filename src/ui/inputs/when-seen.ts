// Work for elements in a box that scrolls: each waits until it comes into sight, and a few are done at a time. Who scrolls
// past some does not wait for them.

export interface WhenSeen {
  /** Does `work` once, when the element is next in sight; what waited for it before is dropped. */
  watch(element: Element, work: () => Promise<void>): void;
  forget(element: Element): void;
  /** Nothing waits any longer. */
  clear(): void;
}

export const createWhenSeen = (root: Element, atOnce: number): WhenSeen => {
  const works = new Map<Element, () => Promise<void>>(), inSight = new Set<Element>();
  let busy = 0;
  const next = (): void => {
    const [element] = inSight;
    if (!element || busy === atOnce) return;
    inSight.delete(element);
    seen.unobserve(element);
    const work = works.get(element);
    works.delete(element);
    if (work) {
      busy++;
      void work().finally(() => {
        busy--;
        next();
      });
    }
    next();
  };
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) inSight.add(target);
      else inSight.delete(target);
    }
    next();
  }, { root, rootMargin: '60px' });
  return {
    watch(element, work) {
      works.set(element, work);
      seen.observe(element);
    },
    forget(element) {
      works.delete(element);
      inSight.delete(element);
      seen.unobserve(element);
    },
    clear() {
      seen.disconnect();
      works.clear();
      inSight.clear();
    },
  };
};
