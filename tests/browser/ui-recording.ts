// A recorder that records nothing: it keeps what it was asked, and its state is the test's.

import type { RecordChoice, RecordDesk } from '../../src/ui/host.ts';

export interface TestRecording extends RecordDesk {
  state: RecordDesk['state'];
  next: number;
  readonly asked: RecordChoice[];
  readonly calls: string[];
  /** What a start is refused with; '' where it begins. */
  refusal: string;
}

export const idle: RecordDesk['state'] = { phase: 'idle', done: 0, frames: 0, left: undefined, bytes: 0, dropped: 0 };

export const createTestRecording = (): TestRecording => {
  let done: (() => void) | undefined;
  const recording: TestRecording = {
    formats: [{ id: 'mp4', title: 'MP4, H.264', film: true, alpha: false }, { id: 'webm', title: 'WebM, VP9', film: true, alpha: true }, { id: 'png', title: 'PNG pictures', film: false, alpha: true }],
    qualities: ['medium', 'high', 'very-high'],
    state: idle, next: 0, asked: [], calls: [], refusal: '',
    async start(choice) {
      recording.asked.push(choice);
      if (recording.refusal) throw new Error(recording.refusal);
      recording.state = { ...idle, phase: choice.live ? 'live' : 'recording', frames: choice.live ? 0 : choice.seconds * choice.fps };
      await new Promise<void>((end) => { done = end; });
      recording.state = idle;
    },
    pause() {
      recording.calls.push('pause');
      recording.state = { ...recording.state, phase: 'paused' };
    },
    resume() {
      recording.calls.push('resume');
      recording.state = { ...recording.state, phase: 'recording' };
    },
    stop() {
      recording.calls.push('stop');
      done?.();
    },
    preview(canvas) {
      canvas.getContext('2d')!.fillRect(0, 0, 4, 4);
      return true;
    },
  };
  return recording;
};
