// The one error of the engine and its catalogue. A message names what is wrong and where; the hint says what to do.

export type ErrorCode =
  | 'no-webgpu' | 'no-adapter' | 'device-lost' | 'gpu'
  | 'plugin-invalid' | 'plugin-unknown' | 'plugin-failed' | 'plugin-version' | 'upscaler-unfit'
  | 'network-invalid' | 'weights-unreadable' | 'weights-unwritable' | 'recipe-unreadable' | 'data-unusable' | 'training-stopped' | 'argument';

export class EngineError extends Error {
  readonly code: ErrorCode;
  /** What the reader can do about it, or ''. */
  readonly hint: string;
  readonly plugin: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; plugin?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'EngineError';
    this.code = code;
    this.hint = options.hint ?? '';
    this.plugin = options.plugin;
  }
}

/** Any thrown value as one line of text. */
export const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '';

export const noWebGPU = (): EngineError => new EngineError('no-webgpu', 'This browser has no WebGPU.', {
  hint: 'Chrome or Edge 121+, Safari 26+ and Firefox 141+ (Windows; 145+ on Macs with Apple silicon) have it.',
});

export const noAdapter = (): EngineError => new EngineError('no-adapter', 'This browser has WebGPU but found no graphics adapter for it.', {
  hint: 'Switch on hardware acceleration in the browser settings, or update the graphics driver.',
});

export const deviceLost = (message: string): EngineError => new EngineError('device-lost', `The graphics device was lost: ${message}`, {
  hint: 'Reload the page; the link in the address bar brings everything back.',
});

export const pluginInvalid = (id: string, problems: readonly string[]): EngineError =>
  new EngineError('plugin-invalid', `plugins/${id}: ${problems.join('; ')}`, { plugin: id });

export const pluginUnknown = (id: string): EngineError =>
  new EngineError('plugin-unknown', `There is no plugin "${id}".`, { plugin: id });

export const pluginFailed = (id: string, during: string, cause: unknown): EngineError =>
  new EngineError('plugin-failed', `plugins/${id} failed in ${during}: ${reason(cause).replace(/\.$/, '')}`, {
    plugin: id, cause, hint: 'It keeps its last picture and is tried again when one of its params changes.',
  });

export const upscalerUnfit = (cause: unknown): EngineError =>
  new EngineError('upscaler-unfit', `The upscaler does not fit this device: ${reason(cause).replace(/\.$/, '')}`, { cause });

export const networkInvalid = (network: string, layer: string, problem: string): EngineError =>
  new EngineError('network-invalid', `network ${network}, layer ${layer}: ${problem}`);

/** `file` begins the sentence: a path, where one is known. */
export const weightsUnreadable = (why: string, file = 'The weights file'): EngineError =>
  new EngineError('weights-unreadable', `${file} cannot be read: ${why}.`);

export const weightsUnwritable = (why: string): EngineError =>
  new EngineError('weights-unwritable', `The weights cannot be written: ${why}.`);

export const recipeUnreadable = (why: string): EngineError =>
  new EngineError('recipe-unreadable', `The recipe cannot be read: ${why}`);

export const dataUnusable = (message: string, hint = ''): EngineError => new EngineError('data-unusable', message, { hint });

export const trainingStopped = (message: string, hint = ''): EngineError => new EngineError('training-stopped', message, { hint });

export const badArgument = (message: string): EngineError => new EngineError('argument', message);
