"""Recomputes the networks and their training with NumPy alone, from the formulas in PROVENANCE.md.

Forward passes are written out; recorded gradients are compared with central differences of these
forward passes along random directions; optimisers are stepped by hand.
"""

import math
import sys

sys.dont_write_bytecode = True

import numpy as np

from numpy_formulas import (attend, close, conv2d, directional, gelu_exact, gelu_tanh, load, log_softmax,
                            normalise, part)


def check_mlp():
    start = load("mlp")
    labels = start["labels"]

    def forward(v):
        hidden = np.tanh(v["input"].reshape(8, 12) @ v["1.weight"].T + v["1.bias"])
        return hidden, hidden @ v["3.weight"].T + v["3.bias"]

    def loss(v):
        return -log_softmax(forward(v)[1])[np.arange(8), labels].mean()

    def gradients(v):
        hidden, logits = forward(v)
        slope = (np.exp(log_softmax(logits)) - np.eye(5)[labels]) / 8
        back = (slope @ v["3.weight"]) * (1 - hidden ** 2)
        return {"3.weight": slope.T @ hidden, "3.bias": slope.sum(0),
                "1.weight": back.T @ v["input"].reshape(8, 12), "1.bias": back.sum(0)}

    first = {"input": start["input"], **part(start, "initial")}
    close("mlp logits", forward(first)[1], start["logits"])
    close("mlp loss", loss(first), start["loss"])
    directional("mlp", loss, first, part(start, "gradient"))
    for key, value in gradients(first).items():
        close("mlp " + key, value, start["gradient." + key])

    def train(name, update):
        record = load("mlp_" + name)
        values, memory, losses = dict(first), {}, [loss(first)]
        for step in range(1, 11):
            slopes = gradients(values)
            for key, slope in slopes.items():
                values[key] = update(values[key], slope, memory.setdefault(key, {}), step)
            losses.append(loss(values))
            if step in (1, 10):
                for key, expected in part(record, "after%d" % step).items():
                    close((name, step, key), values[key], expected)
        close(name, np.array(losses), record["losses"])

    def momentum(p, g, memory, nesterov):
        memory["v"] = 0.9 * memory.get("v", 0) + g
        return p - 0.1 * (g + 0.9 * memory["v"] if nesterov else memory["v"])

    def adam(p, g, memory, step):
        memory["m"] = 0.9 * memory.get("m", 0) + 0.1 * g
        memory["v"] = 0.999 * memory.get("v", 0) + (1 - 0.999) * g * g
        m, v = memory["m"] / (1 - 0.9 ** step), memory["v"] / (1 - 0.999 ** step)
        return p - 0.01 * m / (np.sqrt(v) + 1e-8)

    def rmsprop(g, memory):
        memory["v"] = 0.99 * memory.get("v", 0) + 0.01 * g * g
        return g / (np.sqrt(memory["v"]) + 1e-8)

    def rmsprop_momentum(p, g, memory):
        memory["b"] = 0.9 * memory.get("b", 0) + rmsprop(g, memory)
        return p - 0.002 * memory["b"]

    train("sgd", lambda p, g, memory, step: p - 0.5 * g)
    train("sgd_momentum", lambda p, g, memory, step: momentum(p, g + 0.01 * p, memory, False))
    train("sgd_nesterov", lambda p, g, memory, step: momentum(p, g, memory, True))
    train("adam", adam)
    train("adamw", lambda p, g, memory, step: adam(p * (1 - 0.01 * 0.1), g, memory, step))
    train("rmsprop", lambda p, g, memory, step: p - 0.01 * rmsprop(g, memory))
    train("rmsprop_momentum", lambda p, g, memory, step: rmsprop_momentum(p, g, memory))
    check_lbfgs("mlp_lbfgs", 0.8, 4, first, gradients, loss)
    wolfe = load("mlp_lbfgs_wolfe")
    check_lbfgs("mlp_lbfgs_wolfe", 1.0, 10, first, gradients, loss, wolfe["step_lengths"])
    close("first evaluation", wolfe["evaluated_losses"][0], wolfe["losses"][0])
    close("accepted points", wolfe["evaluated_losses"][wolfe["evaluations"] - 1], wolfe["losses"][1:])
    assert len(wolfe["evaluated_losses"]) == wolfe["evaluations"][-1]


def check_lbfgs(name, rate, memory, first, gradients, loss, lengths=None):
    """With `lengths`, takes these recorded step lengths; each must meet the strong Wolfe conditions."""
    keys = ["1.weight", "1.bias", "3.weight", "3.bias"]

    def slope_at(point):
        return np.concatenate([gradients(point)[key].ravel() for key in keys])

    record, values, history, losses = load(name), dict(first), [], [loss(first)]
    previous = direction = None
    for step in range(1, 11):
        slope = slope_at(values)
        if previous is None:
            direction, length = -slope, min(1, 1 / np.abs(slope).sum()) * rate
        else:
            s, y = direction * length, slope - previous
            if s @ y > 1e-10:
                history = (history + [(s, y)])[-memory:]
            direction, length = two_loops(slope, history), rate
        if lengths is not None:
            length = lengths[step - 1]
        previous, offset = slope, 0
        for key in keys:
            count = values[key].size
            values[key] = values[key] + length * direction[offset:offset + count].reshape(values[key].shape)
            offset += count
        losses.append(loss(values))
        if lengths is not None:
            assert losses[-1] <= losses[-2] + 1e-4 * length * (slope @ direction), "no sufficient decrease"
            assert abs(slope_at(values) @ direction) <= 0.9 * abs(slope @ direction), "curvature"
        for key, expected in part(record, "after%d" % step).items():
            close((name, step, key), values[key], expected, 1e-10)
    close(name, np.array(losses), record["losses"], 1e-10)


def two_loops(slope, history):
    direction, alphas = -slope, []
    for s, y in reversed(history):
        alphas.append(s @ direction / (s @ y))
        direction = direction - alphas[-1] * y
    s, y = history[-1]
    direction = direction * (s @ y) / (y @ y)
    for (s, y), alpha in zip(history, reversed(alphas)):
        direction = direction + s * (alpha - y @ direction / (s @ y))
    return direction


def check_cnn():
    record = load("cnn")
    labels = record["labels"]

    def forward(v, statistics=None):
        def norm(x, name):
            if statistics is None:
                x = normalise(x, (0, 2, 3))
            else:
                mean, variance = (statistics[name + "." + key].reshape(1, -1, 1, 1)
                                  for key in ("running_mean", "running_var"))
                x = (x - mean) / np.sqrt(variance + 1e-5)
            return x * v[name + ".weight"].reshape(1, -1, 1, 1) + v[name + ".bias"].reshape(1, -1, 1, 1)

        first = conv2d(v["input"], v["0.weight"], v["0.bias"], padding=1)
        x = np.maximum(norm(first, "1"), 0)
        x = x.reshape(6, 4, 5, 2, 5, 2).max((3, 5))
        second = conv2d(x, v["4.weight"], v["4.bias"], stride=2)
        x = norm(second, "5")
        x = np.where(x > 0, x, 0.1 * x).mean((2, 3))
        return first, second, x @ v["9.weight"].T + v["9.bias"]

    def loss(v):
        smoothed = 0.9 * np.eye(5)[labels] + 0.1 / 5
        return -(smoothed * log_softmax(forward(v)[2])).sum(1).mean()

    start = {"input": record["input"], **part(record, "initial")}
    first, second, logits = forward(start)
    close("cnn logits", logits, record["logits"])
    close("cnn loss", loss(start), record["loss"])
    directional("cnn", loss, start, part(record, "gradient"))
    for name, x in (("1", first), ("5", second)):
        mean, variance = x.mean((0, 2, 3)), x.var((0, 2, 3), ddof=1)
        close("running mean", 0.1 * mean, record["after1.%s.running_mean" % name])
        close("running variance", 0.9 + 0.1 * variance, record["after1.%s.running_var" % name])
        close("initial mean", record["initial.%s.running_mean" % name], np.zeros(len(mean)))
        close("initial variance", record["initial.%s.running_var" % name], np.ones(len(mean)))
    for key, slope in part(record, "gradient").items():
        if key != "input":
            close(("cnn", key), start[key] - 0.01 * slope / (np.abs(slope) + 1e-8), record["after1." + key])
    close("cnn second loss", loss({"input": record["input"], **part(record, "after1")}), record["losses"][1])
    last = {"input": record["input"], **part(record, "after10")}
    close("cnn last loss", loss(last), record["losses"][10])
    close("cnn evaluation", forward(last, last)[2], record["after10.eval_logits"])


def check_attention(name, gelu):
    record = load(name)
    tokens, labels = record["input"], record["labels"]

    def linear(x, v, layer):
        return x @ v[layer + ".weight"].T + v[layer + ".bias"]

    def norm(x, v, layer):
        return normalise(x, (-1,)) * v[layer + ".weight"] + v[layer + ".bias"]

    def forward(v):
        x = v["embedded"] if "embedded" in v else v["embedding.weight"][tokens] + v["position"]
        y = norm(x, v, "block.norm1")
        query, key, value = (linear(y, v, "block.attention." + p) for p in ("query", "key", "value"))
        weights, mixed = attend(query, key, value, 2, True)
        x = x + linear(mixed, v, "block.attention.output")
        x = x + linear(gelu(linear(norm(x, v, "block.norm2"), v, "block.mlp.0")), v, "block.mlp.2")
        return weights, x, linear(norm(x, v, "norm"), v, "head")

    def loss(v):
        return -np.take_along_axis(log_softmax(forward(v)[2]), labels[..., None], -1).mean()

    start = part(record, "initial")
    for actual, key in zip(forward(start), ("attention_weights", "block_output", "logits")):
        close((name, key), actual, record[key])
    close(name + " loss", loss(start), record["loss"])
    gradients = part(record, "gradient")
    from_embedded = {"embedded": gradients.pop("embedded")}
    directional(name, loss, start, gradients)
    directional(name, loss, {**start, "embedded": record["embedded"]}, from_embedded)
    close(name + " second loss", loss(part(record, "after1")), record["losses"][1])
    close(name + " last loss", loss(part(record, "after10")), record["losses"][10])
    decayed = (1 - 0.01 * 0.1) ** 10
    close("key bias", start["block.attention.key.bias"] * decayed,
          record["after10.block.attention.key.bias"], 1e-9)
    unused = np.setdiff1d(np.arange(11), tokens)
    assert len(unused) > 0
    close("unused rows", start["embedding.weight"][unused] * decayed,
          record["after10.embedding.weight"][unused])
    for key, slope in gradients.items():
        expected = start[key] * (1 - 0.01 * 0.1) - 0.01 * slope / (np.abs(slope) + 1e-8)
        close((name, key), expected, record["after1." + key])


if __name__ == "__main__":
    check_mlp()
    check_cnn()
    check_attention("attention", gelu_exact)
    check_attention("attention_tanh", gelu_tanh)
    print("the networks agree with NumPy", np.__version__)
