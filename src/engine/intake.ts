// A source from outside as inputs see it: its feed, and the last picture that came of it, which stays whatever becomes of
// the feed. Pieces that name the same source share one.

import { reason } from '../core/errors.ts';
import { sourceKey, type OutsideSource } from '../core/sources.ts';
import type { InputPicture } from '#api';
import type { Upload } from '../gpu/upload.ts';
import type { Feed, OpenFeed } from './feeds.ts';

/** Where an input's pictures come from: asked in every frame. */
export interface Tap {
  /** Undefined where there is none yet. */
  readonly picture: InputPicture | undefined;
}

export class Intake implements Tap {
  key: string;
  private source: OutsideSource;
  private feed: Feed;
  /** Version of the feed that was tried last. */
  private tried = 0;
  private fault = '';
  private readonly open: OpenFeed;
  private readonly upload: Upload;

  constructor(open: OpenFeed, source: OutsideSource, upload: Upload) {
    this.open = open;
    this.upload = upload;
    this.source = source;
    this.key = sourceKey(source);
    this.feed = open(source);
  }

  get picture(): InputPicture | undefined { return this.upload.picture; }

  /** Why no new picture comes, as a sentence; '' while nothing is wrong. */
  get problem(): string { return this.feed.problem || this.fault; }

  /** Goes on with another source, and shows what it has until that one's first picture comes. */
  become(source: OutsideSource): this {
    this.source = source;
    this.key = sourceKey(source);
    this.reopen();
    return this;
  }

  /** Asks for the source anew. */
  reopen(): void {
    this.feed.dispose();
    this.tried = 0;
    this.fault = '';
    this.feed = this.open(this.source);
  }

  /** A live frame begins. */
  follow(time: number, playing: boolean): void { this.feed.follow?.(time, playing); }

  /** Resolves when the feed is at a time, for an exact frame. */
  async seek(time: number): Promise<void> { await this.feed.seek?.(time); }

  /** Uploads what is new. */
  pull(): void {
    const { version, picture, width, height } = this.feed;
    if (version === this.tried || !picture) return;
    this.tried = version;
    try {
      this.upload.take(picture, width, height);
      this.fault = '';
    } catch (error) {
      this.fault = `Its picture cannot be copied to the graphics device: ${reason(error).replace(/\.$/, '')}.`;
    }
  }

  dispose(): void {
    this.feed.dispose();
    this.upload.dispose();
  }
}
