// A seat among the samples: the understudy of one piece and what is asked of it. Walls come first, since somebody looks at
// them; batches follow in the order of asking.

import type { Piece } from './piece.ts';
import type { Lent } from './build.ts';
import type { SampleRequest } from './sample-requests.ts';
import type { Admit } from './schedule/frame.ts';
import type { StepRunner } from './steps.ts';
import { Understudy } from './understudy.ts';

/** Frames that an instance outlives its last request, so that the next wall has it at once. */
const LINGER = 120;

export class Seat {
  readonly piece: Piece;
  readonly requests: SampleRequest[] = [];
  private readonly device: GPUDevice;
  private readonly understudy: Understudy;
  /** Whose square is under way. */
  private current: SampleRequest | undefined;
  private idle = 0;

  constructor(lent: Lent, piece: Piece) {
    this.device = lent.device;
    this.piece = piece;
    this.understudy = new Understudy(lent, piece);
  }

  remove(request: SampleRequest): void {
    const at = this.requests.indexOf(request);
    if (at >= 0) this.requests.splice(at, 1);
    this.drop(request);
  }

  /** Drops the square under way where it is this request's. */
  drop(request: SampleRequest): void {
    if (this.current !== request) return;
    this.current = undefined;
    this.understudy.abandon();
  }

  private fail(why: string): void {
    for (const request of [...this.requests]) request.fail(new Error(why));
  }

  /** Once a frame: follows the piece. False where the seat is of no more use, having freed everything. */
  keep(alive: boolean): boolean {
    const { understudy, requests } = this;
    this.idle = requests.length > 0 ? 0 : this.idle + 1;
    if (!alive) this.leave('The piece is gone.');
    else if (this.idle > LINGER) understudy.dispose();
    if (!alive || this.idle > LINGER) return false;
    if (understudy.waiting && this.current) this.drop(this.current);
    const { generation } = understudy, keys = understudy.follow();
    if (keys.length > 0) for (const request of [...requests]) if (request.changed(keys, generation !== understudy.generation)) this.drop(request);
    if (understudy.problem !== '') this.fail(understudy.problem);
    return true;
  }

  /** Squares are wanted and could be painted. */
  get wanting(): boolean {
    return this.understudy.ready && (this.current !== undefined || this.requests.some(({ next }) => next !== undefined));
  }

  /** Paints squares while `admit` allows. What the plugin throws, or the device refuses, ends the samples and not the piece. */
  work(runner: StepRunner, admit: Admit): void {
    if (!this.wanting) return;
    const { understudy, device } = this, { generation } = understudy;
    device.pushErrorScope('validation');
    try {
      while (this.square(runner, admit));
    } catch (error) {
      this.current = undefined;
      understudy.fail('infer', error);
    }
    device.popErrorScope().then((refusal) => {
      if (!refusal || understudy.generation !== generation) return;
      understudy.fail('infer', new Error(refusal.message));
      this.fail(understudy.problem);
    }, () => undefined);
  }

  /**
   * Runs as much of one square as is admitted; true where it is done and taken. Each has submissions of its own, because a
   * plugin writes its uniforms when it begins.
   */
  private square(runner: StepRunner, admit: Admit): boolean {
    const { understudy, device } = this;
    const request = this.current ??= this.requests.find(({ next }) => next !== undefined);
    if (!request) return false;
    if (!understudy.busy) understudy.begin(request.scene, request.key, request.point, request.side);
    let encoder = device.createCommandEncoder({ label: `${this.piece.id} sample` }), encoded = false;
    const cursor = understudy.cursor!;
    while (cursor.next) {
      const following = runner.run(cursor, understudy.cost(cursor.next), encoder, admit);
      if (!following) break;
      encoder = following;
      encoded = true;
      understudy.advance();
    }
    const done = cursor.next === undefined;
    if (done) request.take(encoder, understudy.take());
    if (encoded || done) device.queue.submit([encoder.finish()]);
    if (done) this.current = undefined;
    return done;
  }

  /** At the end of a frame: what was painted is shown and told. From the last, since one that is done goes. */
  show(): void {
    for (let i = this.requests.length - 1; i >= 0; i--) this.requests[i]!.show(this.device);
  }

  leave(why: string): void {
    this.fail(why);
    this.understudy.dispose();
  }
}
