"""One training run, as `npm run train -- <plugin> --backend torch` starts it: networks, data, optimisers, and all
that happens between the steps: progress, metrics, sample sheets, checkpoints, resuming, Ctrl-C and NaN."""

import contextlib
import json
import math
import os
import signal
import sys
import time

import torch
from PIL import Image

from . import safetensors
from .data import Data
from .network import LEARNT, Network, positions

SAVE_EVERY = 120
"""Seconds between savings of the state a run resumes from."""


class Run:
    def __init__(self, job):
        self.job = job
        self.out, self.options = job['out'], job['options']
        self.device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
        torch.manual_seed(job['seed'])
        initial, _ = safetensors.read(job['initial'])
        self.networks = {}
        for name, record in job['networks'].items():
            net = Network(record)
            net.load({key[len(name) + 1:]: tensor for key, tensor in initial.items() if key.startswith(f'{name}/')})
            self.networks[name] = net.to(self.device)
        if self.device.type == 'cuda':
            self.hasten()
        self.average = {name: {key: tensor.detach().clone() for key, tensor in self.networks[name].weights().items()} for name in (job['average'] or {}).get('networks', [])}
        self.optimisers, self.clips, self.falls = {}, {}, {}
        for name, spec in job['optimisers'].items():
            learnt = [tensor for network in spec['networks'] for tensor in self.networks[network].parameters()]
            self.optimisers[name] = torch.optim.Adam(learnt, lr=spec['learningRate'], betas=(spec['beta1'], spec['beta2']), eps=spec['epsilon'])
            self.clips[name], self.falls[name] = spec.get('clipNorm'), (spec['learningRate'], spec.get('fallsFrom', 1))
        self.data = Data(job['data'], job['batch'], job['seed'])
        self.step, self.seconds, self.stopped = 0, 0., False
        if job['resume']:
            self.restore()

    def hasten(self):
        """Fused kernels and TensorFloat-32 on a GPU, where many small kernels cost more in starting than in reckoning."""
        torch.backends.cudnn.benchmark = True
        torch.set_float32_matmul_precision('high')
        for net in self.networks.values():
            net.forward = torch.compile(net.forward, dynamic=False)

    @staticmethod
    def open():
        """The run that the command line names: one argument, the job file."""
        with open(sys.argv[1], encoding='utf8') as file:
            return Run(json.load(file))

    def positions(self, height, width, scale):
        """`[1, H, W, 3]`: x, y and radius of each pixel."""
        return positions(height, width, scale, self.device)

    def minimise(self, name, loss):
        """One update of an optimiser's networks; other networks keep no gradient of it. Returns the loss."""
        optimiser = self.optimisers[name]
        learnt = [parameter for group in optimiser.param_groups for parameter in group['params']]
        rate, start = self.falls[name]
        for group in optimiser.param_groups:
            group['lr'] = rate * min(1, (1 - self.step / self.job['steps']) / (1 - start)) if start < 1 else rate
        for parameter, gradient in zip(learnt, torch.autograd.grad(loss, learnt, allow_unused=True)):
            parameter.grad = gradient
        if self.clips[name]:
            torch.nn.utils.clip_grad_norm_([parameter for parameter in learnt if parameter.grad is not None], self.clips[name])
        optimiser.step()
        return loss.item()

    def run(self, step, samples):
        """Takes `step(run)` -> {name: loss} to the end; `samples(run)` -> `[N, H, W, C]` in 0..1 for the sheets."""
        marks = set(self.job['marks'])
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self.stop)
        if self.step == 0 and 0 in marks:
            self.checkpoint(samples)
        started, saved = time.monotonic() - self.seconds, time.monotonic()
        with open(os.path.join(self.out, 'metrics.jsonl'), 'a', encoding='utf8') as log:
            while self.step < self.job['steps'] and not self.stopped:
                losses = step(self)
                bad = [name for name, value in losses.items() if not math.isfinite(value)]
                if bad:
                    self.fail(self.step + 1, f'{" and ".join(bad)} became {losses[bad[0]]}')
                self.step += 1
                self.follow()
                self.seconds = time.monotonic() - started
                log.write(json.dumps({'step': self.step, 'seconds': round(self.seconds, 2), **{name: round(value, 5) for name, value in losses.items()}}) + '\n')
                self.progress(losses, self.step in marks)
                if self.step in marks:
                    log.flush()
                    self.checkpoint(samples)
                elif time.monotonic() - saved > SAVE_EVERY or self.stopped:
                    log.flush()
                    self.save('last')
                    saved = time.monotonic()
        if self.stopped and self.step < self.job['steps']:
            sys.exit(130)

    @staticmethod
    def fail(step, what):
        sys.exit(f'\nStep {step}: {what}; the run stops. The last good state is kept: try a smaller learning rate or another seed.')

    def stop(self, *_):
        self.stopped = True

    def follow(self):
        """The average begins fast, so that the first weights are soon forgotten; statistics are taken as they are."""
        decay = min((self.job['average'] or {}).get('decay', 0), self.step / (self.step + 9))
        with torch.no_grad():
            for name, tensors in self.average.items():
                for key, tensor in self.networks[name].weights().items():
                    tensors[key].lerp_(tensor, 1 - decay if key.rsplit('/', 1)[-1] in LEARNT else 1)

    def progress(self, losses, kept):
        """A line rewritten in place where a person watches; else one for each state that is kept."""
        left = self.seconds / self.step * (self.job['steps'] - self.step)
        done = int(24 * self.step / self.job['steps'])
        shown = '  '.join(f'{name} {value:.3f}' for name, value in losses.items())
        line = f'[{"#" * done}{"." * (24 - done)}] {self.step}/{self.job["steps"]}  {shown}  {left / 60:.0f} min left'
        if sys.stderr.isatty():
            sys.stderr.write('\r\x1b[K' + line[:os.get_terminal_size(sys.stderr.fileno()).columns - 1])
        elif kept:
            sys.stderr.write(line + '\n')
        sys.stderr.flush()

    @torch.no_grad()
    def sheet(self, pictures, path):
        """A grid as square as can be."""
        count, height, width, channels = pictures.shape
        columns = math.ceil(math.sqrt(count))
        grid = torch.ones(math.ceil(count / columns) * height, columns * width, channels)
        for index, picture in enumerate(pictures.cpu()):
            row, column = divmod(index, columns)
            grid[row * height:(row + 1) * height, column * width:(column + 1) * width] = picture
        pixels = (grid.clamp(0, 1) * 255).round().byte().numpy()
        Image.fromarray(pixels[:, :, 0] if channels == 1 else pixels).save(path)

    def checkpoint(self, samples):
        self.save('last')
        self.save(f'step-{self.step:06d}')
        training = {name: net.training for name, net in self.networks.items()}
        state = torch.get_rng_state()
        for net in self.networks.values():
            net.eval()
        # Another batch size and another mode would be compiled for once.
        plain = torch.compiler.set_stance('force_eager') if self.device.type == 'cuda' else contextlib.nullcontext()
        with torch.no_grad(), plain:
            self.sheet(samples(self), os.path.join(self.out, f'step-{self.step:06d}.png'))
        for name, net in self.networks.items():
            net.train(training[name])
        torch.set_rng_state(state)

    def save(self, name):
        """Weights, their average, the optimisers' moments and the state of chance."""
        tensors = {f'{name}/{key}': tensor for name, net in self.networks.items() for key, tensor in net.weights().items()}
        tensors |= {f'average/{name}/{key}': tensor for name, average in self.average.items() for key, tensor in average.items()}
        for optimiser, state in self.optimisers.items():
            for index, moments in state.state_dict()['state'].items():
                for key, value in moments.items():
                    tensors[f'optimiser/{optimiser}/{index}/{key}'] = torch.as_tensor(value, dtype=torch.float32)
        bad = [key for key, tensor in tensors.items() if not torch.isfinite(tensor).all()]
        if bad:
            self.fail(self.step, f'{bad[0]} became a number that is not finite')
        tensors['random/cpu'] = torch.get_rng_state()
        if self.device.type == 'cuda':
            tensors['random/cuda'] = torch.cuda.get_rng_state()
        safetensors.write(os.path.join(self.out, f'{name}.safetensors'), tensors, {'step': str(self.step), 'seconds': f'{self.seconds:.1f}', 'drawn': str(self.data.drawn), 'torch': torch.__version__, 'device': torch.cuda.get_device_name() if self.device.type == 'cuda' else 'cpu'})

    def restore(self):
        tensors, metadata = safetensors.read(os.path.join(self.out, 'last.safetensors'))
        self.step, self.seconds, self.data.drawn = int(metadata['step']), float(metadata['seconds']), int(metadata['drawn'])
        for name, net in self.networks.items():
            net.load({key: tensors[f'{name}/{key}'] for key in net.weights()})
        for name, average in self.average.items():
            for key in average:
                average[key] = tensors[f'average/{name}/{key}'].to(self.device)
        for name, optimiser in self.optimisers.items():
            state = optimiser.state_dict()
            prefix = f'optimiser/{name}/'
            for key, tensor in tensors.items():
                if key.startswith(prefix):
                    index, moment = key[len(prefix):].split('/')
                    state['state'].setdefault(int(index), {})[moment] = tensor
            optimiser.load_state_dict(state)
        torch.set_rng_state(tensors['random/cpu'])
        self.trim_log()
        if self.device.type == 'cuda' and 'random/cuda' in tensors:
            torch.cuda.set_rng_state(tensors['random/cuda'])

    def trim_log(self):
        """Drops what was logged after the restored step, which will be logged again."""
        path = os.path.join(self.out, 'metrics.jsonl')
        if not os.path.exists(path):
            return
        with open(path, encoding='utf8') as file:
            kept = [line for line in file if line.endswith('\n') and json.loads(line)['step'] <= self.step]
        with open(f'{path}.part', 'w', encoding='utf8') as file:
            file.writelines(kept)
        os.replace(f'{path}.part', path)
