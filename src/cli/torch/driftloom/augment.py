"""Changes of pictures through which a gradient passes, the twin of src/nets/augment.ts: differentiable augmentation (Zhao
et al., 2020: colour, place and a hole), and leaning, stretching and shifting."""

import torch
from torch.nn import functional


def uniform(x, low, high):
    return low + (high - low) * torch.rand(len(x), 1, 1, 1, device=x.device)


def recoloured(x):
    x = x + uniform(x, -.5, .5)
    grey = x.mean(3, keepdim=True)
    x = (x - grey) * uniform(x, 0, 2) + grey
    middle = x.mean((1, 2, 3), keepdim=True)
    return (x - middle) * uniform(x, .5, 1.5) + middle


def moved(x):
    count, height, width, _ = x.shape
    reach = round(width / 8)
    padded = functional.pad(x, (0, 0, reach, reach, reach, reach))
    place = torch.randint(0, 2 * reach + 1, (2, count, 1, 1), device=x.device)
    rows = torch.arange(height, device=x.device)[None, :, None] + place[0]
    columns = torch.arange(width, device=x.device)[None, None, :] + place[1]
    return padded[torch.arange(count, device=x.device)[:, None, None], rows, columns]


def holed(x):
    count, height, width, _ = x.shape
    side = round(width / 2)
    top = torch.randint(0, height + 1, (count, 1, 1), device=x.device) - side // 2
    left = torch.randint(0, width + 1, (count, 1, 1), device=x.device) - side // 2
    rows, columns = torch.arange(height, device=x.device)[None, :, None], torch.arange(width, device=x.device)[None, None, :]
    inside = (rows >= top) & (rows < top + side) & (columns >= left) & (columns < left + side)
    return x * (~inside)[..., None]


def diff_augment(x):
    """`[N, H, W, C]` in -1..1 -> the same shape."""
    return holed(moved(recoloured(x)))


def move_augment(x):
    """The same without a change of colours."""
    return holed(moved(x))


def slid(x, lean):
    """Each row resampled along itself, a matrix for every row; see the twin."""
    count, height, width, _ = x.shape
    draw = lambda low, high: low + (high - low) * torch.rand(count, 1, 1, device=x.device)
    columns = torch.arange(width, device=x.device, dtype=x.dtype)
    rows = torch.arange(height, device=x.device, dtype=x.dtype)[:, None] - (height - 1) / 2
    middle = (width - 1) / 2
    place = draw(1 / 1.25, 1.25) * (columns - middle) + draw(-lean, lean) * rows + draw(-width / 14, width / 14) + middle
    return torch.matmul((1 - (place[..., None] - columns).abs()).clamp_min(0), x)


def deform(x):
    """`[N, H, W, C]` with 0 for empty -> the same shape, each picture by an affine map of its own."""
    return slid(slid(x, .4).transpose(1, 2), .25).transpose(1, 2)
