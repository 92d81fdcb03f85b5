// Gradients of convolution on tfjs' wasm backend, [N, H, W, C]. Written as ordinary convolutions, because those are what
// its library (XNNPACK) is fast at: the filter gradient is missing there, the input gradient runs at a tenth of the speed.

import * as tf from '@tensorflow/tfjs';

type Attributes = Readonly<{ strides: number | [number, number]; pad: Parameters<typeof tf.conv2d>[3]; dataFormat?: 'NHWC' | 'NCHW'; dimRoundingMode?: 'floor' | 'round' | 'ceil' }>;
type Shape4D = [number, number, number, number];

const describe = (inputShape: Shape4D, filterShape: Shape4D, { strides, pad, dataFormat = 'NHWC', dimRoundingMode }: Attributes) => {
  if (dataFormat !== 'NHWC') throw new Error(`convolution gradients on wasm take [N, H, W, C] only; got ${dataFormat}`);
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode);
};

/**
 * Conv2DBackpropFilter. dW[i, j] is the sum over output pixels p of x[p * stride + (i, j)] times dy[p]: a convolution over
 * the padded input with dy as the kernel, spread by the stride, in which channels play the batch and the batch the channels.
 */
export const filterGradient: tf.KernelFunc = ({ inputs, attrs }) => tf.tidy(() => {
  const { x, dy } = inputs as { x: tf.Tensor4D; dy: tf.Tensor4D };
  const { filterShape, ...rest } = attrs as unknown as Attributes & { filterShape: Shape4D };
  const info = describe(x.shape, filterShape, rest), { filterHeight, filterWidth, strideHeight, strideWidth, padInfo: { top, left } } = info;
  // Zeros behind the input, up to where the last window ends. Input that no window reaches only adds rows, cut off below.
  const bottom = Math.max(0, (info.outHeight - 1) * strideHeight + filterHeight - info.inHeight - top);
  const right = Math.max(0, (info.outWidth - 1) * strideWidth + filterWidth - info.inWidth - left);
  const swapped = tf.conv2d(
    tf.transpose(x, [3, 1, 2, 0]), tf.transpose(dy, [1, 2, 0, 3]), 1,
    [[0, 0], [top, bottom], [left, right], [0, 0]], 'NHWC', [strideHeight, strideWidth],
  );
  const gradient = tf.transpose(swapped, [1, 2, 0, 3]);
  return gradient.shape[0] === filterHeight && gradient.shape[1] === filterWidth ? gradient : tf.slice(gradient, [0, 0, 0, 0], filterShape);
});

/**
 * One side of the input gradient. Cut the padded input into blocks of `stride` pixels: pixel r of block q receives dy[q - j]
 * times tap j * stride + r of the filter, j = 0 .. taps - 1. So all blocks are one stride-1 convolution over dy with `taps`
 * taps and `stride` times the channels. `lead` and `tail` are the zeros it needs before and behind dy; the input begins
 * at pixel `offset` of the first of its `blocks`.
 */
const fold = (input: number, output: number, size: number, stride: number, before: number): { taps: number; lead: number; tail: number; blocks: number; offset: number } => {
  const taps = Math.ceil(size / stride);
  // Padding of a kernel's width or more would ask for negative zeros: then blocks that lie in the padding are computed, too.
  const first = Math.min(Math.floor(before / stride), taps - 1), last = Math.max(Math.floor((before + input - 1) / stride), output - 1);
  return { taps, lead: taps - 1 - first, tail: last - output + 1, blocks: last - first + 1, offset: before - first * stride };
};

/** Conv2DBackpropInput, which is also tfjs' `conv2dTranspose`: any kernel, stride and padding. */
export const inputGradient: tf.KernelFunc = ({ inputs, attrs }) => tf.tidy(() => {
  const { dy, filter } = inputs as { dy: tf.Tensor4D; filter: tf.Tensor4D };
  const { inputShape, ...rest } = attrs as unknown as Attributes & { inputShape: Shape4D };
  const info = describe(inputShape, filter.shape, rest), { strideHeight: sy, strideWidth: sx, inHeight, inWidth } = info;
  const [n, , , channels] = inputShape, filters = filter.shape[3];
  const y = fold(inHeight, info.outHeight, info.filterHeight, sy, info.padInfo.top), x = fold(inWidth, info.outWidth, info.filterWidth, sx, info.padInfo.left);

  // [kh, kw, C, F] -> [taps, taps, F, sy * sx * C], taps back to front. Transposed in two steps: above rank 4 wasm is slow.
  const whole = tf.pad(filter, [[0, y.taps * sy - info.filterHeight], [0, x.taps * sx - info.filterWidth], [0, 0], [0, 0]]);
  const byTap = tf.transpose(tf.reshape(whole, [y.taps, sy, x.taps, sx * channels * filters]), [0, 2, 1, 3]);
  const turned = tf.reverse(tf.reshape(byTap, [y.taps * x.taps, sy * sx * channels, filters]), 0);
  const kernel: tf.Tensor4D = tf.reshape(tf.transpose(turned, [0, 2, 1]), [y.taps, x.taps, filters, sy * sx * channels]);

  const folded = tf.conv2d(dy, kernel, 1, [[0, 0], [y.lead, y.tail], [x.lead, x.tail], [0, 0]]);
  // As `depthToSpace` does, a hundred times as fast.
  const rows = tf.transpose(tf.reshape(folded, [n * y.blocks, x.blocks, sy, sx * channels]), [0, 2, 1, 3]);
  const spread = tf.reshape(rows, [n, y.blocks * sy, x.blocks * sx, channels]);
  return spread.shape[1] === inHeight && spread.shape[2] === inWidth ? spread : tf.slice(spread, [0, y.offset, x.offset, 0], inputShape);
});
