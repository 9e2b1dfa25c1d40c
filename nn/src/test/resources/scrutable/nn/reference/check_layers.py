"""Recomputes layers, losses, schedules and the state_dict with NumPy alone, as PROVENANCE.md tells them."""

import math
import sys

sys.dont_write_bytecode = True

import numpy as np

from numpy_formulas import (attend, close, conv2d, directional, gelu_exact, gelu_tanh, load, log_softmax,
                            normalise, part, sigmoid)


def check_layers():
    record = load("layers")

    def check(name, function):
        given = part(record, name)
        close(name, function(given), given["output"])
        gradients = {key: value for key, value in part(given, "gradient").items()}
        directional(name, lambda v: np.sum(function(v) * given["upstream"]), given, gradients)

    def transposed(v):
        out = np.zeros((2, 2, 12, 12)) + v["bias"].reshape(1, -1, 1, 1)
        for i, j, a, b in np.ndindex(4, 3, 3, 3):
            out[:, :, 2 * i + a, 2 * j + b] += v["input"][:, :, i, j] @ v["weight"][:, :, a, b]
        return out[:, :, 1:9, 1:7]

    def conv1d(v):
        x = np.pad(v["input"], ((0, 0), (0, 0), (2, 2)))
        out = np.zeros((2, 3, 5)) + v["bias"].reshape(1, -1, 1)
        for i, a in np.ndindex(5, 3):
            out[:, :, i] += x[:, :, 2 * i + 2 * a] @ v["weight"][:, :, a].T
        return out

    def group_norm(v):
        x = normalise(v["input"].reshape(3, 2, 2, 3, 2), (2, 3, 4)).reshape(3, 4, 3, 2)
        return x * v["weight"].reshape(1, 4, 1, 1) + v["bias"].reshape(1, 4, 1, 1)

    def grid(v):
        rows, columns = (2 * np.arange(4) + 1) / 4 - 1, (2 * np.arange(7) + 1) / 7 - 1
        points = np.stack([*np.meshgrid(columns, rows), np.ones((4, 7))], -1)
        return np.einsum("hwk,nck->nhwc", points, v["theta"] if "theta" in v else v["input"])

    def sample(v, points=None):
        points = v["grid"] if points is None else points
        out = np.zeros((2, 2, 4, 7))
        for n, h, w in np.ndindex(2, 4, 7):
            x, y = ((points[n, h, w] + 1) * (6, 5) - 1) / 2
            left, top = math.floor(x), math.floor(y)
            for row, column in ((top, left), (top, left + 1), (top + 1, left), (top + 1, left + 1)):
                if 0 <= row < 5 and 0 <= column < 6:
                    share = (1 - abs(x - column)) * (1 - abs(y - row))
                    out[n, :, h, w] += share * v["input"][n, :, row, column]
        return out

    check("conv_transpose2d", transposed)
    check("conv1d", conv1d)
    check("conv2d", lambda v: conv2d(v["input"], v["weight"], v["bias"], padding=1, dilation=2))
    check("group_norm", group_norm)
    check("layer_norm", lambda v: normalise(v["input"], (-1,)) * v["weight"] + v["bias"])
    check("embedding", lambda v: v["weight"][v["input"]])
    check("affine_grid", grid)
    check("grid_sample", sample)
    check("affine_warp", lambda v: sample(v, grid(v)))
    check("silu", lambda v: v["input"] * sigmoid(v["input"]))
    check("gelu", lambda v: gelu_exact(v["input"]))
    check("gelu_tanh", lambda v: gelu_tanh(v["input"]))
    check_gru(record)
    for name, causal in (("attention", False), ("attention_causal", True)):
        def self_attention(v, causal=causal):
            packed = v["input"] @ v["in_proj_weight"].T + v["in_proj_bias"]
            weights, mixed = attend(*np.split(packed, 3, -1), 2, causal)
            return mixed @ v["out_proj.weight"].T + v["out_proj.bias"]

        check(name, self_attention)
        given = part(record, name)
        packed = given["input"] @ given["in_proj_weight"].T + given["in_proj_bias"]
        close(name, attend(*np.split(packed, 3, -1), 2, causal)[0], given["weights"])


def check_gru(record):
    given = part(record, "gru")

    def forward(v):
        h, outputs = v["initial_state"][0], []
        for t in range(6):
            from_input = np.split(v["input"][:, t] @ v["weight_ih_l0"].T + v["bias_ih_l0"], 3, 1)
            from_state = np.split(h @ v["weight_hh_l0"].T + v["bias_hh_l0"], 3, 1)
            reset = sigmoid(from_input[0] + from_state[0])
            update = sigmoid(from_input[1] + from_state[1])
            candidate = np.tanh(from_input[2] + reset * from_state[2])
            h = (1 - update) * candidate + update * h
            outputs.append(h)
        return np.stack(outputs, 1), h[None]

    output, state = forward(given)
    close("gru output", output, given["output"])
    close("gru state", state, given["output_state"])

    def total(v):
        output, state = forward(v)
        return np.sum(output * given["upstream"]) + np.sum(state * given["upstream_state"])

    directional("gru", total, given, part(given, "gradient"))


def check_losses():
    record = load("losses")

    def check(name, input_name, function):
        given = part(record, name)
        close(name, function(record[input_name]), given["loss"])
        upstream = given.get("upstream", 1.0)
        directional(name, lambda v: np.sum(function(v["x"]) * upstream), {"x": record[input_name]},
                    {"x": given["gradient"]})

    labels, weight = record["cross_entropy.labels"], record["cross_entropy.class_weights"]
    hot = np.eye(4)[labels]

    def entropy(z, targets=hot):
        return -(targets * log_softmax(z)).sum(1)

    smooth = 0.9 * hot + 0.1 / 4
    check("cross_entropy.mean", "cross_entropy.logits", lambda z: entropy(z).mean())
    check("cross_entropy.sum", "cross_entropy.logits", lambda z: entropy(z).sum())
    check("cross_entropy.none", "cross_entropy.logits", entropy)
    check("cross_entropy.weighted", "cross_entropy.logits",
          lambda z: entropy(z, hot * weight).sum() / weight[labels].sum())
    check("cross_entropy.smoothed", "cross_entropy.logits", lambda z: entropy(z, smooth).mean())
    check("cross_entropy.weighted_smoothed", "cross_entropy.logits",
          lambda z: entropy(z, smooth * weight).sum() / weight[labels].sum())
    check("cross_entropy.soft", "cross_entropy.logits",
          lambda z: entropy(z, record["cross_entropy.soft_targets"]).mean())

    targets = record["binary_cross_entropy.targets"]

    def binary(z, positive):
        soft = np.logaddexp(0, -z)
        return (positive * targets * soft + (1 - targets) * (z + soft)).mean()

    check("binary_cross_entropy.mean", "binary_cross_entropy.logits", lambda z: binary(z, 1.0))
    check("binary_cross_entropy.weighted", "binary_cross_entropy.logits",
          lambda z: binary(z, record["binary_cross_entropy.positive_weight"]))

    p = record["kl.target"]
    own = np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0)
    check("kl.batch_mean", "kl.input", lambda q: (own - p * q).sum() / 3)

    wanted = record["regression.target"]

    def huber(x, delta):
        d = np.abs(x - wanted)
        return np.where(d <= delta, 0.5 * d * d, delta * (d - 0.5 * delta)).mean()

    check("regression.mse", "regression.predicted", lambda x: ((x - wanted) ** 2).mean())
    check("regression.l1", "regression.predicted", lambda x: np.abs(x - wanted).mean())
    check("regression.huber_1", "regression.predicted", lambda x: huber(x, 1.0))
    check("regression.huber_half", "regression.predicted", lambda x: huber(x, 0.5))

    signs, answers = record["hinge.signs"], np.eye(4)[record["hinge.labels"]] > 0
    check("hinge.binary", "hinge.scores", lambda s: np.maximum(0, 1 - signs * s).mean())

    def margins(z):
        return np.where(answers, -np.inf, 1 + z - z[answers][:, None])

    check("hinge.crammer_singer", "hinge.logits", lambda z: np.maximum(0, margins(z).max(1)).mean())
    check("hinge.weston_watkins", "hinge.logits", lambda z: np.maximum(0, margins(z)).sum(1).mean())


def check_schedules():
    record = load("schedules")
    t = np.arange(50)

    def cosine(t, length):
        return 0.001 + (0.1 - 0.001) * (1 + np.cos(np.pi * t / length)) / 2

    close("step", 0.1 * 0.5 ** (t // 15), record["step"])
    close("cosine", cosine(t, 50), record["cosine"])
    close("warm-up", np.where(t < 5, 0.1 * (0.1 + 0.9 * t / 5), cosine(t - 5, 45)), record["warmup_cosine"])
    gradients = [record["clip.gradient.%d" % i] for i in range(3)]
    norm = math.sqrt(sum((g ** 2).sum() for g in gradients))
    for name, limit in (("clip_large", 1.5), ("clip_small", 100.0)):
        close(name, norm, record[name + ".norm"])
        for i in range(3):
            scale = min(1.0, limit / (norm + 1e-6))
            close(name, gradients[i] * scale, record["%s.gradient.%d" % (name, i)])
    weights, average = record["average.weights"], record["average.weights"][0]
    for i in range(1, 11):
        average = 0.9 * average + 0.1 * weights[i]
        close("average", average, record["average.averages"][i])


def check_state_dict():
    state, expected = load("state_dict"), load("state_dict_expected")
    v = {key: value.astype(np.float64) for key, value in state.items()}

    def column(key):
        return v[key].reshape(1, -1, 1, 1)

    x = conv2d(expected["input"].astype(np.float64), v["0.weight"], v["0.bias"])
    x = (x - column("1.running_mean")) / np.sqrt(column("1.running_var") + 1e-5)
    x = np.maximum(x * column("1.weight") + column("1.bias"), 0)
    output = x.reshape(4, 32) @ v["4.weight"].T + v["4.bias"]
    close("state_dict", output, expected["eval_output_float64"])
    close("state_dict, float32", output, expected["eval_output"], 1e-6)
    assert state["1.num_batches_tracked"] == 7


if __name__ == "__main__":
    check_layers()
    check_losses()
    check_schedules()
    check_state_dict()
    print("layers, losses, schedules and state_dict agree with NumPy", np.__version__)
