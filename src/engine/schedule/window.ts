// The last so many numbers of a series, and what is usual among them. Fixed memory, nothing allocated but on asking.

export interface Window {
  /** How many it holds. */
  readonly length: number;
  push(value: number): void;
  /** The value below which a share 0..1 of them lies, by the nearest rank; 0 where there are none. */
  quantile(share: number): number;
  /** The numbers, the oldest first. */
  list(): number[];
  clear(): void;
}

export const createWindow = (size: number): Window => {
  const values = new Float32Array(size), sorted = new Float32Array(size);
  let length = 0, next = 0;
  return {
    get length() { return length; },
    push(value) {
      values[next] = value;
      next = (next + 1) % size;
      length = Math.min(size, length + 1);
    },
    quantile(share) {
      if (length === 0) return 0;
      sorted.set(values);
      // What is not filled yet lies behind.
      const filled = sorted.subarray(0, length).sort();
      return filled[Math.max(0, Math.ceil(share * length) - 1)]!;
    },
    list: () => Array.from({ length }, (_, i) => values[(next - length + i + size) % size]!),
    clear() { length = next = 0; },
  };
};
