"""Repeats every attack with NumPy alone, gradients by hand, and compares with the files."""

import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[6] / "nn/src/test/resources/scrutable/nn/reference"))

import numpy as np

from numpy_formulas import close, conv2d, load, log_softmax, part


def mlp(v, x):
    first = x.reshape(8, 64) @ v["1.weight"].T + v["1.bias"]
    logits = np.maximum(first, 0) @ v["3.weight"].T + v["3.bias"]

    def backward(slope):
        return (((slope @ v["3.weight"]) * (first > 0)) @ v["1.weight"]).reshape(x.shape)

    return logits, backward


def cnn(v, x):
    first = conv2d(x, v["0.weight"], v["0.bias"], padding=1)
    windows = np.maximum(first, 0).reshape(8, 4, 4, 2, 4, 2).swapaxes(3, 4).reshape(8, 4, 4, 4, 4)
    pooled = windows.max(-1)
    second = conv2d(pooled, v["3.weight"], v["3.bias"])
    logits = np.maximum(second, 0).reshape(8, 24) @ v["6.weight"].T + v["6.bias"]

    def backward(slope):
        slope = (slope @ v["6.weight"]).reshape(second.shape) * (second > 0)
        inner = np.zeros_like(pooled)
        for i, j, a, b in np.ndindex(2, 2, 3, 3):
            inner[:, :, i + a, j + b] += slope[:, :, i, j] @ v["3.weight"][:, :, a, b]
        chosen = np.eye(4)[windows.argmax(-1)] * inner[..., None]
        slope = chosen.reshape(8, 4, 4, 4, 2, 2).swapaxes(3, 4).reshape(first.shape) * (first > 0)
        outer = np.zeros((8, 1, 10, 10))
        for i, j, a, b in np.ndindex(8, 8, 3, 3):
            outer[:, :, i + a, j + b] += slope[:, :, i, j] @ v["0.weight"][:, :, a, b]
        return outer[:, :, 1:9, 1:9]

    return logits, backward


def lengths(batch):
    return np.sqrt((batch.reshape(8, -1) ** 2).sum(1)).reshape(8, 1, 1, 1)


def check(name, network):
    record = load(name, HERE)
    v = {key: value.astype(np.float64) for key, value in part(record, "model").items()}
    clean = record["input"].astype(np.float64)

    def losses_and_gradient(x, labels):
        logits, backward = network(v, x)
        return (-log_softmax(logits)[np.arange(8), labels],
                backward(np.exp(log_softmax(logits)) - np.eye(4)[labels]))

    def linf(x, gradient, direction):
        moved = x + direction * 0.02 * np.sign(gradient)
        return np.clip(np.clip(moved, clean - 0.1, clean + 0.1), 0, 1)

    def l2(x, gradient, direction):
        change = x + direction * 0.1 * gradient / np.maximum(lengths(gradient), 1e-12) - clean
        return np.clip(clean + change * np.minimum(1, 0.5 / np.maximum(lengths(change), 1e-12)), 0, 1)

    close(name + " logits", network(v, clean)[0], record["logits"])
    loss, gradient = losses_and_gradient(clean, record["labels"])
    close(name + " loss", loss, record["loss"])
    close(name + " gradient", gradient, record["gradient.input"])
    assert ((gradient == 0) == (record["gradient.input"] == 0)).all(), "exact zeros differ"
    for suffix, labels, direction in (("", record["labels"], 1), ("_targeted", record["targets"], -1)):
        moved = clean + direction * 0.1 * np.sign(losses_and_gradient(clean, labels)[1])
        close(name + " fgsm" + suffix, np.clip(moved, 0, 1), record["fgsm" + suffix])
        for attack, step in (("pgd_linf", linf), ("pgd_l2", l2)):
            key, x, trace = attack + suffix, clean, []
            for _ in range(10):
                loss, gradient = losses_and_gradient(x, labels)
                trace.append(loss)
                x = step(x, gradient, direction)
            trace.append(losses_and_gradient(x, labels)[0])
            close((name, key), x, record[key])
            close((name, key, "losses"), np.array(trace), record[key + ".losses"])
            close((name, key, "logits"), network(v, x)[0], record[key + ".logits"])
        logits = network(v, record["fgsm" + suffix])[0]
        close((name, "fgsm logits"), logits, record["fgsm" + suffix + ".logits"])


if __name__ == "__main__":
    check("mlp", mlp)
    check("cnn", cnn)
    print("both files agree with NumPy", np.__version__)
