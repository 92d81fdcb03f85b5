"""Reads and writes safetensors: an 8-byte length, a JSON header, then the numbers. Files of our own runs only; what
comes from elsewhere is checked by src/nets/safetensors.ts."""

import json
import os

import torch

TYPES = {'F32': torch.float32, 'F16': torch.float16, 'U8': torch.uint8, 'I64': torch.int64}
NAMES = {kind: name for name, kind in TYPES.items()}


def read(path):
    """Tensors by name, and the metadata."""
    with open(path, 'rb') as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), 'little')))
        body = bytearray(file.read())
    metadata = header.pop('__metadata__', {})
    tensors = {}
    for name, entry in header.items():
        start, end = entry['data_offsets']
        kind = TYPES[entry['dtype']]
        flat = torch.frombuffer(body, dtype=kind, offset=start, count=(end - start) // torch.empty(0, dtype=kind).element_size()) if end > start else torch.empty(0, dtype=kind)
        tensors[name] = flat.reshape(entry['shape']).clone()
    return tensors, metadata


def write(path, tensors, metadata=None):
    """Writes beside `path` first and renames, so that an interrupted run leaves the old file whole."""
    header, offset, bodies = {}, 0, []
    if metadata:
        header['__metadata__'] = metadata
    for name, tensor in tensors.items():
        body = tensor.detach().cpu().contiguous().numpy().tobytes()
        header[name] = {'dtype': NAMES[tensor.dtype], 'shape': list(tensor.shape), 'data_offsets': [offset, offset + len(body)]}
        offset += len(body)
        bodies.append(body)
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    with open(f'{path}.part', 'wb') as file:
        file.write(len(text).to_bytes(8, 'little') + text)
        for body in bodies:
            file.write(body)
        file.flush()
        os.fsync(file.fileno())
    os.replace(f'{path}.part', path)
