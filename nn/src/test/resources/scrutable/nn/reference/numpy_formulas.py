"""What both checks share: an own reader of the files, comparisons, and formulas in NumPy alone."""

import json
import math
import pathlib
import struct

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
WIDTHS = {"F64": "<f8", "F32": "<f4", "I32": "<i4", "I64": "<i8"}
erf = np.vectorize(math.erf)


def load(name, directory=HERE):
    data = (directory / (name + ".safetensors")).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__")
    assert length % 8 == 0
    tensors, expected = {}, 0
    for key, entry in header.items():
        start, end = entry["data_offsets"]
        assert start == expected
        expected = end
        values = np.frombuffer(data[8 + length + start:8 + length + end], WIDTHS[entry["dtype"]])
        tensors[key] = values.reshape(entry["shape"])
    assert 8 + length + expected == len(data)
    return tensors


def part(tensors, prefix):
    return {key[len(prefix) + 1:]: value for key, value in tensors.items() if key.startswith(prefix + ".")}


def close(what, actual, expected, tolerance=1e-12):
    assert np.shape(actual) == np.shape(expected), (what, np.shape(actual), np.shape(expected))
    error = np.max(np.abs(np.asarray(actual) - expected))
    assert error <= tolerance * max(1.0, np.max(np.abs(expected))), (what, error)


def directional(what, function, values, gradients):
    """Every entry of `gradients` against (f(v + h d) - f(v - h d)) / 2h, three random directions each."""
    generator = np.random.default_rng(1)
    for key, gradient in gradients.items():
        for _ in range(3):
            direction, step = generator.standard_normal(gradient.shape), 1e-6
            high = function({**values, key: values[key] + step * direction})
            low = function({**values, key: values[key] - step * direction})
            close((what, key), (high - low) / (2 * step), np.sum(gradient * direction), 1e-7)


def log_softmax(z):
    z = z - z.max(-1, keepdims=True)
    return z - np.log(np.exp(z).sum(-1, keepdims=True))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def normalise(x, axes, eps=1e-5):
    return (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + eps)


def conv2d(x, weight, bias, stride=1, padding=0, dilation=1):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kernel = weight.shape[2:]
    size = [(x.shape[2 + a] - dilation * (kernel[a] - 1) - 1) // stride + 1 for a in (0, 1)]
    out = np.zeros((len(x), len(weight), *size)) + bias.reshape(1, -1, 1, 1)
    for i, j, u, v in np.ndindex(*size, *kernel):
        row, column = i * stride + u * dilation, j * stride + v * dilation
        out[:, :, i, j] += x[:, :, row, column] @ weight[:, :, u, v].T
    return out


def heads_of(x, count):
    return x.reshape(x.shape[0], x.shape[1], count, -1).transpose(0, 2, 1, 3)


def attend(query, key, value, heads, causal):
    query, key, value = (heads_of(x, heads) for x in (query, key, value))
    scores = query @ key.transpose(0, 1, 3, 2) / math.sqrt(query.shape[-1])
    if causal:
        scores = np.where(np.triu(np.ones(scores.shape[-2:]), 1) > 0, -np.inf, scores)
    weights = np.exp(log_softmax(scores))
    return weights, (weights @ value).transpose(0, 2, 1, 3).reshape(query.shape[0], query.shape[2], -1)


def gelu_exact(x):
    return 0.5 * x * (1 + erf(x / math.sqrt(2)))


def gelu_tanh(x):
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))
