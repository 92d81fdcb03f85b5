// A tuner in a worker, spoken to as if it were here: calls go over as messages, answers come back in the order of their
// numbers. Both ends are in this file, so that they agree.

import { reason } from '../../core/errors.ts';
import type { TunerPlan } from './plan.ts';
import type { Tuner } from './tuner.ts';

type Method = Exclude<keyof Tuner, 'dispose'> | 'open';
interface Call { readonly id: number; readonly method: Method; readonly args: readonly unknown[] }
interface Answer { readonly id: number; readonly result?: unknown; readonly problem?: string }

/** One end of a channel: a worker, or what a worker sees of the page. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/** The memory of what is answered goes over, uncopied. */
const buffersIn = (value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> => {
  if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  else if (value instanceof Map || Array.isArray(value)) for (const part of value.values()) buffersIn(part, found);
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) buffersIn(part, found);
  return found;
};

/** In the worker: answers calls for the one tuner that `open` opens. */
export const serveTuner = (port: Port, open: (plan: TunerPlan) => Promise<Tuner>): void => {
  let tuner: Tuner | undefined, queue: Promise<unknown> = Promise.resolve();
  const run = async ({ method, args }: Call): Promise<unknown> => {
    if (method === 'open') {
      tuner?.dispose();
      tuner = await open(args[0] as TunerPlan);
      return undefined;
    }
    if (!tuner) throw new Error('nothing is being taught');
    return (tuner[method] as (...args: readonly unknown[]) => unknown)(...args);
  };
  port.addEventListener('message', ({ data }: MessageEvent<Call>) => {
    queue = queue.then(() => run(data)).then((result): void => {
      // What shipped stays with the worker: it is answered again and again.
      const copy = method(data) === 'shown' ? structuredClone(result) : result;
      port.postMessage({ id: data.id, result: copy } satisfies Answer, [...buffersIn(copy)]);
    }, (error: unknown) => port.postMessage({ id: data.id, problem: reason(error) } satisfies Answer, []));
  });
};
const method = ({ method: name }: Call): Method => name;

/** A worker that has been started, and how it is ended. */
export interface WorkerPort extends Port { terminate(): void; addEventListener(type: 'message' | 'error' | 'messageerror', listener: (event: MessageEvent) => void): void }

/** In the page. Rejects with the worker's sentences, and when the worker breaks. */
export const openRemoteTuner = async (worker: WorkerPort, plan: TunerPlan): Promise<Tuner> => {
  const waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  let calls = 0, broken = '';
  const give = (why: string): void => {
    broken = why;
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.problem === undefined) call?.resolve(data.result);
    else call?.reject(new Error(data.problem));
  });
  worker.addEventListener('error', (event: Event) => give(`what learns has stopped working${event instanceof ErrorEvent && event.message ? ` (${event.message})` : ''}`));
  worker.addEventListener('messageerror', () => give('what learns has sent something unreadable'));
  const call = <T>(name: Method, ...args: readonly unknown[]): Promise<T> => new Promise((resolve, reject) => {
    if (broken) return reject(new Error(broken));
    waiting.set(++calls, { resolve: resolve as (value: unknown) => void, reject });
    worker.postMessage({ id: calls, method: name, args } satisfies Call, []);
  });
  try {
    await call('open', plan);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    advance: (steps) => call('advance', steps),
    shown: (averaged) => call('shown', averaged),
    look: () => call('look'),
    distance: () => call('distance'),
    preview: (heap, count) => call('preview', heap, count),
    state: () => call('state'),
    restore: (state) => call('restore', state),
    dispose() {
      give('the learning has ended');
      worker.terminate();
    },
  };
};
