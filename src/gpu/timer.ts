// GPU time of compute passes from timestamp queries. A few bytes of timing come back some frames later, without anyone
// waiting; where the device has no timestamps, whole submissions are timed by their completion instead.

import { TIMING_LABEL } from './audit.ts';

export interface Timer<K> {
  /** Descriptor of the next compute pass, measured for `key`; call once for each pass of this frame. `work`, its share of it, in any unit, where only all passes together can be timed. */
  pass(key: K, work: number): GPUComputePassDescriptor;
  /** Encodes the resolve of this frame's passes. Call last on the frame's encoder. */
  resolve(encoder: GPUCommandEncoder): void;
  /** Fetches what was resolved; call after the submit. */
  collect(): void;
  dispose(): void;
}

/** Receives the milliseconds of a pass. */
export type Measured<K> = (key: K, milliseconds: number) => void;

const MAX_PASSES = 128, RING = 3;

/** `now` in milliseconds, for devices without timestamps. */
export const createTimer = <K>(device: GPUDevice, measured: Measured<K>, now: () => number): Timer<K> =>
  device.features.has('timestamp-query') ? queryTimer(device, measured) : wallTimer(device, measured, now);

const queryTimer = <K>(device: GPUDevice, measured: Measured<K>): Timer<K> => {
  const queries = device.createQuerySet({ type: 'timestamp', count: 2 * MAX_PASSES });
  const size = 16 * MAX_PASSES;
  const resolved = device.createBuffer({ label: TIMING_LABEL, size, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
  const ring = Array.from({ length: RING }, () => ({ buffer: device.createBuffer({ label: TIMING_LABEL, size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST }), busy: false, keys: [] as K[] }));
  let keys: K[] = [];
  let slot: (typeof ring)[number] | undefined;
  let disposed = false;
  return {
    pass(key) {
      if (keys.length >= MAX_PASSES) return {};
      keys.push(key);
      return { timestampWrites: { querySet: queries, beginningOfPassWriteIndex: 2 * keys.length - 2, endOfPassWriteIndex: 2 * keys.length - 1 } };
    },
    resolve(encoder) {
      slot = keys.length > 0 ? ring.find(({ busy }) => !busy) : undefined;
      if (slot) {
        encoder.resolveQuerySet(queries, 0, 2 * keys.length, resolved, 0);
        encoder.copyBufferToBuffer(resolved, 0, slot.buffer, 0, 16 * keys.length);
        slot.keys = keys;
      }
      keys = [];
    },
    collect() {
      const current = slot;
      slot = undefined;
      if (!current) return;
      current.busy = true;
      void current.buffer.mapAsync(GPUMapMode.READ, 0, 16 * current.keys.length).then(() => {
        const times = new BigUint64Array(current.buffer.getMappedRange(0, 16 * current.keys.length));
        current.keys.forEach((key, i) => measured(key, Math.max(0, Number(times[2 * i + 1]! - times[2 * i]!) / 1e6)));
        current.buffer.unmap();
        current.busy = false;
      }).catch((error: unknown) => {
        if (!disposed) throw error;
      });
    },
    dispose() {
      disposed = true;
      queries.destroy();
      resolved.destroy();
      for (const { buffer } of ring) buffer.destroy();
    },
  };
};

const wallTimer = <K>(device: GPUDevice, measured: Measured<K>, now: () => number): Timer<K> => {
  let keys: K[] = [], works: number[] = [];
  let waiting = false;
  return {
    pass(key, work) {
      keys.push(key);
      works.push(work);
      return {};
    },
    resolve: () => undefined,
    collect() {
      const batch = keys, shares = works, all = works.reduce((sum, work) => sum + work, 0);
      keys = [];
      works = [];
      if (waiting || batch.length === 0) return;
      waiting = true;
      const start = now();
      void device.queue.onSubmittedWorkDone().then(() => {
        waiting = false;
        const elapsed = now() - start;
        for (const [i, key] of batch.entries()) measured(key, (elapsed * shares[i]!) / all);
      });
    },
    dispose: () => undefined,
  };
};
