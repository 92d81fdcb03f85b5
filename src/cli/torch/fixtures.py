"""Makes tests/support/torch-fixtures again (its README tells the format), in double precision:

npx tsx tests/support/torch-fixtures/export.ts | PYTHONPATH=src/cli/torch python3 -B src/cli/torch/fixtures.py
"""

import json
import pathlib
import sys
import zlib

import torch

from driftloom import Network, losses

FOLDER = pathlib.Path('tests/support/torch-fixtures')
LOSSES = {'leastSquares': losses.least_squares, 'gaussianKl': losses.gaussian_kl, 'gradientPenalty': losses.gradient_penalty,
          **{name: getattr(losses, name) for name in ('binary', 'hinge', 'wasserstein', 'category', 'l1')}}


def stored(x):
    """Six digits, whole numbers without a point, no minus before 0."""
    numbers = [float(f'{value:.6g}') for value in x.detach().to(torch.float64).flatten().tolist()]
    return {'shape': list(x.shape), 'data': [int(value) if value == int(value) else value for value in numbers]}


def by_name(tensors):
    return {name: stored(tensor) for name, tensor in tensors.items()}


def write(kind, name, fixture):
    (FOLDER / kind).mkdir(exist_ok=True)
    (FOLDER / kind / f'{name}.json').write_text(json.dumps(fixture, separators=(',', ':')) + '\n')


def short(x):
    """Three decimals, written without loss."""
    return (x * 1000).round() / 1000


def distinct(*shape):
    """Within 2, no two alike and none 0, so that no maximum is tied and no kink is met."""
    thousandths = torch.cat([torch.arange(-2000, 0), torch.arange(1, 2001)])[torch.randperm(4000)]
    return thousandths[:torch.Size(shape).numel()].to(torch.float64).reshape(shape) / 1000


def inputs_of(case):
    made = {name: distinct(case['batch'], *shape) for name, shape in case['inputs'].items()}
    if case['network']['layers'][0]['type'] == 'oneHot':
        first, classes = next(iter(made)), case['network']['layers'][0]['classes']
        made[first] = torch.randint(0, classes, made[first].shape).to(torch.float64)
    return made


def weight_of(spec):
    noise = torch.randn(spec['shape'])
    fan_in = max(1, torch.Size(spec['shape'][:-1]).numel())
    made = {'kernel': 1.2 * noise / fan_in ** .5, 'scale': 1 + .3 * noise, 'variance': .5 + torch.rand(spec['shape'])}
    return short(made.get(spec['role'], .3 * noise))


def network_of(case):
    """The module with weights of its own, and copies of them."""
    net = Network(case['network'])
    net.load({spec['name']: weight_of(spec) for spec in case['network']['weights']})
    return net, {name: tensor.detach().clone() for name, tensor in net.weights().items()}


def learnt(net):
    return {name: tensor for name, tensor in net.weights().items() if tensor.requires_grad}


def layer_types(layers):
    return {layer['type'] for layer in layers} | {kind for layer in layers if 'layers' in layer for kind in layer_types(layer['layers'])}


def network_fixture(case):
    net, weights = network_of(case)
    inputs = inputs_of(case)
    chosen = next(iter(inputs)) if case['network']['layers'][0]['type'] == 'oneHot' else None
    differentiable = {name: tensor.requires_grad_() for name, tensor in inputs.items() if name != chosen}
    output = y = net.eval()(**inputs)
    training = None
    if 'batchNorm' in layer_types(case['network']['layers']):
        y = net.train()(**inputs)
        training = {'output': stored(y), 'running': by_name({name: tensor for name, tensor in net.weights().items() if not tensor.requires_grad})}
    probe = short(torch.randn(y.shape))
    sources = {**{('inputs', name): tensor for name, tensor in differentiable.items()}, **{('weights', name): tensor for name, tensor in learnt(net).items()}}
    found = dict(zip(sources, torch.autograd.grad((probe * y).sum(), list(sources.values())))) if sources else {}
    return {
        'network': case['network'], 'inputs': by_name(inputs), 'weights': by_name(weights), 'output': stored(output), 'training': training, 'probe': stored(probe),
        'gradients': {kind: by_name({name: tensor for (of, name), tensor in found.items() if of == kind}) for kind in ('inputs', 'weights')},
    }


def arguments_of(case, y, inputs):
    """What the loss takes besides what the network answers."""
    if case['target'] is not None:
        return [case['target']]
    count = len(y)
    return {
        'category': lambda: [torch.randint(0, y.shape[1], (count,))],
        'l1': lambda: [short(.5 + .25 * distinct(*y.shape))],
        'gradientPenalty': lambda: [distinct(*next(iter(inputs.values())).shape), short(torch.rand(count))],
        'gaussianKl': lambda: [],
    }[case['loss']]()


def loss_of(case, net, inputs, arguments):
    if case['loss'] == 'gradientPenalty':
        return losses.gradient_penalty(net, next(iter(inputs.values())), *arguments)
    y = net(**inputs)
    if case['loss'] == 'gaussianKl':
        return losses.gaussian_kl(*y.chunk(2, 1)).mean()
    return LOSSES[case['loss']](y, *arguments)


def steps_fixture(case):
    net, weights = network_of(case)
    inputs = inputs_of(case)
    arguments = arguments_of(case, net.eval()(**inputs), inputs)
    spec = case['optimiser']
    optimiser = torch.optim.Adam(net.parameters(), lr=spec['learningRate'], betas=(spec['beta1'], spec['beta2']), eps=spec['epsilon'])
    net.train()
    values, gradients, after = [], None, {}
    for step in (1, 2, 3):
        loss = loss_of(case, net, inputs, arguments)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        # The bias of a critic's last layer has no part in its slope.
        gradients = gradients or by_name({name: tensor.grad for name, tensor in learnt(net).items() if tensor.grad is not None})
        optimiser.step()
        values.append(float(f'{loss.item():.6g}'))
        if step != 2:
            after[str(step)] = by_name(net.weights())
    return {
        'network': case['network'], 'inputs': by_name(inputs), 'weights': by_name(weights), 'loss': case['loss'],
        'arguments': [stored(argument) if torch.is_tensor(argument) else argument for argument in arguments],
        'optimiser': spec, 'values': values, 'gradients': gradients, 'after': after,
    }


def loss_fixture(name, *arguments):
    tensors = {str(index): argument.requires_grad_() for index, argument in enumerate(arguments) if torch.is_tensor(argument) and argument.is_floating_point()}
    value = LOSSES[name](*arguments)
    found = torch.autograd.grad(value.sum(), list(tensors.values()))
    return {
        'loss': name, 'arguments': [stored(argument) if torch.is_tensor(argument) else argument for argument in arguments],
        'value': stored(value), 'gradients': by_name(dict(zip(tensors, found))),
    }


def loss_cases():
    """Ordinary scores, and some that would overflow an exponential."""
    far = torch.tensor([[90.], [-90.], [12.], [-12.], [.5]])
    for name in ('binary', 'leastSquares', 'hinge', 'wasserstein'):
        for target in (1, 0):
            yield f'{name}-{target}', name, distinct(5, 1), target
    yield 'binary-smooth', 'binary', distinct(6), .9
    yield 'binary-far', 'binary', far, 0
    yield 'category', 'category', distinct(6, 5), torch.randint(0, 5, (6,))
    yield 'category-far', 'category', 100 * distinct(6, 5), torch.randint(0, 5, (6,))
    yield 'gaussianKl', 'gaussianKl', distinct(4, 6), distinct(4, 6)
    yield 'l1', 'l1', distinct(2, 3, 3, 2), distinct(2, 3, 3, 2)


def begin(name):
    """Chance of its own for each case, so that adding one leaves the others as they are."""
    torch.manual_seed(zlib.crc32(name.encode()))


if __name__ == '__main__':
    torch.set_default_dtype(torch.float64)
    cases = json.load(sys.stdin)
    for kind in ('layers', 'networks'):
        for name, case in cases[kind].items():
            begin(name)
            write(kind, name, network_fixture(case))
    begin('losses')
    for name, *call in loss_cases():
        write('losses', name, loss_fixture(*call))
    for name, case in cases['steps'].items():
        begin(name)
        write('steps', name, steps_fixture(case))
