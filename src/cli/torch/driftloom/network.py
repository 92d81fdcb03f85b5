"""The generic interpreter: a network of src/nets/network.ts, exported as JSON, as a PyTorch module. Tensors are
[N, H, W, C] as everywhere in the house; weights keep the names and shapes of `inspect(network).weights`."""

import math

import torch
from torch import nn
from torch.nn import functional

ACTIVATIONS = {
    'tanh': torch.tanh, 'sigmoid': torch.sigmoid, 'softplus': functional.softplus, 'relu': torch.relu,
    'sin': torch.sin, 'abs': torch.abs, 'sqrt': torch.sqrt,
}
LEARNT = ('kernel', 'bias', 'scale', 'shift')


def channels_first(x):
    return x.permute(0, 3, 1, 2)


def channels_last(x):
    return x.permute(0, 2, 3, 1)


def window(side, size, stride, padding):
    """Zeros before and after a side; SAME puts the odd one after, as TensorFlow does."""
    if padding == 'same':
        zeros = max(0, (math.ceil(side / stride) - 1) * stride + size - side)
        return zeros // 2, zeros - zeros // 2
    return (0, 0) if padding == 'valid' else (padding, padding)


def padded(x, size, stride, padding, value=0.):
    """`[N, C, H, W]` with the border that a kernel needs."""
    top, bottom = window(x.shape[2], size, stride, padding)
    left, right = window(x.shape[3], size, stride, padding)
    return functional.pad(x, (left, right, top, bottom), value=value) if top + bottom + left + right else x


class UpConv(torch.autograd.Function):
    """A transposed convolution, kernel `[in, out, k, k]`, as the gradient of a convolution with respect to its input.
    The same numbers as conv_transpose2d, which on processors has no fast path: a tenth of the time and less."""

    @staticmethod
    def forward(ctx, x, kernel, stride, padding):
        ctx.save_for_backward(x, kernel)
        ctx.how = [stride] * 2, [padding] * 2, [1, 1], False, [0, 0], 1
        out = torch.empty(1, dtype=x.dtype, device=x.device).expand(x.shape[0], kernel.shape[1], x.shape[2] * stride, x.shape[3] * stride)
        return torch.ops.aten.convolution_backward(x, out, kernel, None, *ctx.how, [True, False, False])[0]

    @staticmethod
    def backward(ctx, slope):
        x, kernel = ctx.saved_tensors
        stride, padding = ctx.how[:2]
        of_x = functional.conv2d(slope, kernel, None, stride, padding) if ctx.needs_input_grad[0] else None
        of_kernel = torch.ops.aten.convolution_backward(x, slope, kernel, None, *ctx.how, [False, True, False])[1] if ctx.needs_input_grad[1] else None
        return of_x, of_kernel, None, None


class Network(nn.Module):
    """Runs `record` = {name, inputs, layers, weights}. `forward(**inputs)` or `forward(first input)`."""

    def __init__(self, record):
        super().__init__()
        self.record = record
        self.tensors = {}
        for spec in record['weights']:
            tensor = torch.zeros(spec['shape'])
            name = spec['name'].replace('/', '_')
            if spec['role'] in LEARNT:
                tensor = nn.Parameter(tensor)
                self.register_parameter(name, tensor)
            else:
                self.register_buffer(name, tensor)

    def weight(self, name):
        return getattr(self, name.replace('/', '_'))

    def weights(self):
        """All tensors by the house's names, borrowed."""
        return {spec['name']: self.weight(spec['name']) for spec in self.record['weights']}

    @torch.no_grad()
    def load(self, tensors):
        for name, tensor in self.weights().items():
            tensor.copy_(tensors[name])

    def forward(self, *first, **inputs):
        names = list(self.record['inputs'])
        if first:
            inputs = {names[0]: first[0], **inputs}
        return self.run(self.record['layers'], inputs[names[0]], inputs, '')

    def run(self, layers, x, inputs, prefix):
        for index, layer in enumerate(layers):
            x = getattr(self, 'run_' + layer['type'])(layer, x, inputs, f'{prefix}{index}')
        return x

    def bias(self, layer, path):
        return self.weight(f'{path}/bias') if layer['bias'] else None

    def run_dense(self, layer, x, _inputs, path):
        kernel, bias = self.weight(f'{path}/kernel'), self.bias(layer, path)
        # Over pixels, [channels, pixels] in memory: a few channels of many pixels multiply several times as fast.
        rows = x.reshape(-1, x.shape[-1]).t()
        y = torch.mm(kernel.t(), rows) if bias is None else torch.addmm(bias[:, None], kernel.t(), rows)
        return y.t().reshape(*x.shape[:-1], layer['units'])

    def run_conv(self, layer, x, _inputs, path):
        kernel = self.weight(f'{path}/kernel').permute(3, 2, 0, 1)
        x = padded(channels_first(x), layer['size'], layer['stride'], layer['padding'])
        return channels_last(functional.conv2d(x, kernel, self.bias(layer, path), stride=layer['stride']))

    def run_upConv(self, layer, x, _inputs, path):
        size, stride = layer['size'], layer['stride']
        kernel = self.weight(f'{path}/kernel').permute(3, 2, 0, 1)
        cut = (size - stride) // 2
        if size - stride == 2 * cut and cut >= 0:
            y = UpConv.apply(channels_first(x), kernel, stride, cut)
            return channels_last(y if not layer['bias'] else y + self.bias(layer, path)[:, None, None])
        y = functional.conv_transpose2d(channels_first(x), kernel, self.bias(layer, path), stride=stride)
        return channels_last(y[:, :, cut:cut + x.shape[1] * stride, cut:cut + x.shape[2] * stride])

    def run_upsample(self, layer, x, _inputs, _path):
        return x.repeat_interleave(layer['factor'], 1).repeat_interleave(layer['factor'], 2)

    def run_depthToSpace(self, layer, x, _inputs, _path):
        n, height, width, channels = x.shape
        factor = layer['factor']
        blocks = x.reshape(n, height, width, factor, factor, channels // factor ** 2)
        return blocks.permute(0, 1, 3, 2, 4, 5).reshape(n, height * factor, width * factor, -1)

    def run_pool(self, layer, x, _inputs, _path):
        size, stride, padding = layer['size'], layer['stride'], layer['padding']
        x = channels_first(x)
        if layer['kind'] == 'max':
            return channels_last(functional.max_pool2d(padded(x, size, stride, padding, -math.inf), size, stride))
        total = functional.avg_pool2d(padded(x, size, stride, padding), size, stride)
        share = functional.avg_pool2d(padded(torch.ones_like(x[:1, :1]), size, stride, padding), size, stride)
        return channels_last(total / share)

    def run_globalPool(self, _layer, x, _inputs, _path):
        return x.mean((1, 2))

    def normalised(self, layer, x, mean, variance, path):
        return (x - mean) * torch.rsqrt(variance + layer['epsilon']) * self.weight(f'{path}/scale') + self.weight(f'{path}/shift')

    def run_batchNorm(self, layer, x, _inputs, path):
        if not self.training and layer['statistics'] == 'running':
            return self.normalised(layer, x, self.weight(f'{path}/mean'), self.weight(f'{path}/variance'), path)
        axes = tuple(range(x.dim() - 1))
        variance, mean = torch.var_mean(x, axes, unbiased=False)
        if self.training:
            with torch.no_grad():
                self.weight(f'{path}/mean').lerp_(mean, 1 - layer['momentum'])
                self.weight(f'{path}/variance').lerp_(variance, 1 - layer['momentum'])
        return self.normalised(layer, x, mean, variance, path)

    def run_instanceNorm(self, layer, x, _inputs, path):
        return self.normalised(layer, x, x.mean((1, 2), keepdim=True), x.var((1, 2), unbiased=False, keepdim=True), path)

    def run_layerNorm(self, layer, x, _inputs, path):
        axes = tuple(range(1, x.dim()))
        return self.normalised(layer, x, x.mean(axes, keepdim=True), x.var(axes, unbiased=False, keepdim=True), path)

    def run_activation(self, layer, x, _inputs, _path):
        return ACTIVATIONS[layer['name']](x)

    def run_leakyRelu(self, layer, x, _inputs, _path):
        return functional.leaky_relu(x, layer['slope'])

    def run_maxout(self, layer, x, _inputs, _path):
        return x.reshape(*x.shape[:-1], -1, layer['pieces']).amax(-1)

    def run_dropout(self, layer, x, _inputs, _path):
        return functional.dropout(x, layer['rate'], self.training)

    def run_affine(self, layer, x, _inputs, _path):
        return x * layer['scale'] + layer['shift']

    def run_residual(self, layer, x, inputs, path):
        return x + layer['scale'] * self.run(layer['layers'], x, inputs, f'{path}/')

    def run_skip(self, layer, x, inputs, path):
        return torch.cat([x, self.run(layer['layers'], x, inputs, f'{path}/')], -1)

    def run_concat(self, layer, x, inputs, _path):
        other = inputs[layer['input']]
        if other.dim() < x.dim():
            other = other.reshape(other.shape[0], *[1] * (x.dim() - 2), -1).expand(*x.shape[:-1], -1)
        return torch.cat([x, other], -1)

    def run_reshape(self, layer, x, _inputs, _path):
        return x.reshape(-1, *layer['shape'])

    def run_flatten(self, _layer, x, _inputs, _path):
        return x.reshape(x.shape[0], -1)

    def run_pad(self, layer, x, _inputs, _path):
        border = (layer['amount'],) * 4
        return channels_last(functional.pad(channels_first(x), border, **({'mode': 'reflect'} if layer['mode'] == 'reflect' else {})))

    def run_coordinates(self, layer, x, _inputs, _path):
        return torch.cat([x, positions(x.shape[1], x.shape[2], layer['scale'], x.device).expand(x.shape[0], -1, -1, -1)], -1)

    def run_oneHot(self, layer, x, _inputs, _path):
        return functional.one_hot(x[:, 0].round().long(), layer['classes']).to(torch.get_default_dtype())


def positions(height, width, scale, device=None):
    """`[1, H, W, 3]`: x, y and distance from the middle of each pixel, x and y from -scale to scale."""
    y, x = torch.meshgrid(torch.linspace(-scale, scale, height, device=device), torch.linspace(-scale, scale, width, device=device), indexing='ij')
    return torch.stack([x, y, torch.hypot(x, y)], -1)[None]
