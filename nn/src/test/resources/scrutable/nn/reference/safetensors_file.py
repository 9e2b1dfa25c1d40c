"""Writes `.safetensors` files: 8 bytes of header length, a JSON header, the raw little-endian data."""

import json
import struct

import numpy as np
import torch

TYPES = {
    torch.float64: ("F64", "<f8"),
    torch.float32: ("F32", "<f4"),
    torch.int64: ("I64", "<i8"),
    torch.int32: ("I32", "<i4"),
}


def save(path, tensors, metadata):
    """Wider types come first, then names in order, so that every tensor is aligned to its own width."""
    names = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    header = {"__metadata__": {key: str(value) for key, value in metadata.items()}}
    chunks = []
    offset = 0
    for name in names:
        tensor = tensors[name].detach().contiguous()
        type_name, numpy_type = TYPES[tensor.dtype]
        data = tensor.numpy().astype(numpy_type).tobytes(order="C")
        header[name] = {
            "dtype": type_name,
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(data)],
        }
        offset += len(data)
        chunks.append(data)
    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)))
        out.write(text)
        out.write(b"".join(chunks))


class Source:
    """Seeded random float64 tensors whose values are all exactly representable in float32."""

    def __init__(self, seed):
        self.generator = np.random.Generator(np.random.PCG64(seed))

    def normal(self, *shape, scale=1.0, shift=0.0):
        return rounded(shift + scale * self.generator.standard_normal(shape))

    def uniform(self, low, high, *shape):
        return rounded(self.generator.uniform(low, high, shape))

    def integers(self, bound, *shape):
        return torch.from_numpy(self.generator.integers(0, bound, shape))


def rounded(values):
    return torch.from_numpy(np.asarray(values).astype(np.float32).astype(np.float64))


def labels(tensor):
    return tensor.to(torch.int32)


def prefixed(prefix, named):
    return {prefix + "." + name: tensor.detach().clone() for name, tensor in named}
