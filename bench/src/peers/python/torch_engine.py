"""All tasks by PyTorch, as installed for python3."""
from engine_run import measure, options, products, trial
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(options.threads)
torch.manual_seed(0)
ENGINE = "torch-" + torch.__version__.split("+")[0]
BATCH = 64


def product(a, b, m, k, n):
    left = torch.randn(*((m, k) if a == "n" else (k, m)))
    right = torch.randn(*((k, n) if b == "n" else (n, k)))
    left = left if a == "n" else left.t()
    right = right if b == "n" else right.t()
    out = torch.empty(m, n)
    return lambda: torch.mm(left, right, out=out)


def convolution(name, channels, size, out, kernel, padding):
    side = size + 2 * padding - kernel + 1
    gflop = 2e-9 * BATCH * out * side * side * channels * kernel * kernel

    def tensors(track):
        return (torch.randn(BATCH, channels, size, size, requires_grad=track),
                torch.randn(out, channels, kernel, kernel, requires_grad=track),
                torch.randn(out, requires_grad=track))

    def forward():
        x, w, b = tensors(False)

        def work():
            with torch.no_grad():
                F.conv2d(x, w, b, padding=padding)
        return work

    def backward():
        x, w, b = tensors(True)
        g = torch.randn(BATCH, out, side, side)

        def work():
            F.conv2d(x, w, b, padding=padding).backward(g)
            x.grad = w.grad = b.grad = None
        return work
    measure(ENGINE, "conv-forward", name, gflop, "GFLOP/s", forward)
    measure(ENGINE, "conv-forward-backward", name, 3 * gflop, "GFLOP/s", backward)


def small_cnn():
    return nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10))


def lenet5():
    return nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120),
                         nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 10))


class Block(nn.Module):
    """Normalisation first, attention over what came before, a two-layer network with the tanh form of GELU."""

    def __init__(self, width, heads, length):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.output = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.register_buffer("mask", torch.full((length, length), float("-inf")).triu(1))

    def forward(self, x):
        n, t, d = x.shape
        heads = self.qkv(self.norm1(x)).view(n, t, 3, self.heads, d // self.heads)
        q, k, v = heads.permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(-2, -1) / math.sqrt(d // self.heads) + self.mask).softmax(-1)
        x = x + self.output((weights @ v).transpose(1, 2).reshape(n, t, d))
        return x + self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh"))


class SmallGpt(nn.Module):
    def __init__(self, vocabulary=65, width=128, heads=4, length=64, layers=2):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.randn(length, width) * 0.02)
        self.blocks = nn.Sequential(*[Block(width, heads, length) for _ in range(layers)])
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary)

    def forward(self, ids):
        return self.head(self.norm(self.blocks(self.tokens(ids) + self.positions)))


def training(net, x, y, optimizer):
    def work():
        optimizer.zero_grad(set_to_none=True)
        logits = net(x)
        loss = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), y.reshape(-1))
        loss.backward()
        optimizer.step()
    return work


def image_training(build):
    def prepare():
        net = build()
        return training(net, torch.rand(BATCH, 1, 28, 28), torch.randint(0, 10, (BATCH,)),
                        torch.optim.SGD(net.parameters(), lr=0.01))
    return prepare


def language_model():
    net = SmallGpt()
    ids = torch.randint(0, 65, (32, 65))
    return training(net, ids[:, :-1], ids[:, 1:], torch.optim.AdamW(net.parameters(), lr=1e-3))


def attack(eps=0.3, step=0.01, steps=40):
    net = small_cnn()
    for parameter in net.parameters():
        parameter.requires_grad_(False)
    x, y = torch.rand(BATCH, 1, 28, 28), torch.randint(0, 10, (BATCH,))

    def work():
        moved = x.clone()
        for _ in range(steps):
            moved.requires_grad_()
            gradient, = torch.autograd.grad(F.cross_entropy(net(moved), y), moved)
            moved = moved.detach() + step * gradient.sign()
            moved = torch.min(torch.max(moved, x - eps), x + eps).clamp(0, 1)
    return work


def sequence(layer, output, batch, length, width):
    """Forward and the gradients of input and parameters; `output` applies the layer."""
    x = torch.randn(batch, length, width, requires_grad=True)
    g = torch.randn_like(output(layer, x))

    def work():
        output(layer, x).backward(g)
        x.grad = None
        layer.zero_grad(set_to_none=True)
    return work


def gru(batch, length, width, units):
    layer = nn.GRU(width, units, batch_first=True)
    return lambda: sequence(layer, lambda layer, x: layer(x)[0], batch, length, width)


def attention(batch, length, width, heads):
    layer = nn.MultiheadAttention(width, heads, batch_first=True)
    return lambda: sequence(layer, lambda layer, x: layer(x, x, x, need_weights=False)[0], batch, length, width)


def without_gradients(work):
    def run():
        with torch.no_grad():
            work()
    return run


def elementwise(n):
    def prepare(function):
        def with_inputs():
            x, y, out = torch.randn(n), torch.randn(n), torch.empty(n)
            return without_gradients(lambda: function(x, y, out))
        return with_inputs
    for name, area, function in (
            ("exp", "exp", lambda x, y, out: torch.exp(x, out=out)),
            ("tanh", "tanh", lambda x, y, out: torch.tanh(x, out=out)),
            ("relu", "relu-add-sum", lambda x, y, out: torch.clamp(x, min=0, out=out)),
            ("add", "relu-add-sum", lambda x, y, out: torch.add(x, y, out=out)),
            ("sum", "relu-add-sum", lambda x, y, out: x.sum())):
        measure(ENGINE, area, f"{name}_{n}", 1e-9 * n, "billion/s", prepare(function))


def passes():
    def on(shape, make):
        return lambda: without_gradients(make(torch.randn(*shape)))

    def batch_norm(x):
        layer = nn.BatchNorm2d(x.shape[1])
        return lambda: layer(x)

    def transposed(x):
        out = torch.empty(x.shape[1], x.shape[0])
        return lambda: out.copy_(x.t())

    def layer_norm(x):
        layer = nn.LayerNorm(x.shape[1])
        return lambda: layer(x)

    def softmax(x):
        return lambda: F.softmax(x, 1)

    def max_pool(x):
        return lambda: F.max_pool2d(x, 2)
    for area, name, shape, make in (
            ("wide-softmax", "softmax", (64, 1000), softmax), ("wide-softmax", "softmax", (8192, 64), softmax),
            ("narrow-softmax", "softmax", (4096, 10), softmax),
            ("transpose", "transpose", (1024, 1024), transposed), ("transpose", "transpose", (9216, 128), transposed),
            ("batch-norm", "batch_norm", (64, 32, 28, 28), batch_norm),
            ("layer-norm", "layer_norm", (2048, 128), layer_norm),
            ("max-pool", "max_pool", (64, 64, 24, 24), max_pool)):
        case = name + "_" + "x".join(map(str, shape))
        measure(ENGINE, area, case, 1e-9 * math.prod(shape), "billion/s", on(shape, make))


with torch.no_grad():
    if options.trial:
        F.conv2d(torch.ones(1, 16, 8, 8), torch.ones(16, 16, 3, 3))  # with ONEDNN_VERBOSE=1, oneDNN names its kernels
    trial(product)
    for a, b, m, k, n in products():
        measure(ENGINE, "sgemm", f"{a}{b}_{m}x{k}x{n}", 2e-9 * m * k * n, "GFLOP/s", lambda: product(a, b, m, k, n))
convolution("mnist1_64x1x28_32k5", 1, 28, 32, 5, 0)
convolution("mnist2_64x32x12_64k3", 32, 12, 64, 3, 0)
convolution("mnist2b_64x32x26_64k3", 32, 26, 64, 3, 0)
convolution("cifar_64x32x32_64k3p1", 32, 32, 64, 3, 1)
measure(ENGINE, "training", "small_cnn_b64", BATCH, "images/s", image_training(small_cnn))
measure(ENGINE, "training", "lenet5_b64", BATCH, "images/s", image_training(lenet5))
measure(ENGINE, "training", "mlp_b64", BATCH, "images/s", image_training(mlp))
measure(ENGINE, "pgd", "pgd40_small_cnn_b64", BATCH, "images/s", attack)
measure(ENGINE, "gpt", "gpt2l_b32_t64_adamw", 32 * 64, "tokens/s", language_model)
for area, make, sizes in (
        ("gru", gru, (64, 20, 64, 64)), ("gru", gru, (64, 20, 64, 128)), ("gru", gru, (64, 20, 128, 128)),
        ("attention", attention, (64, 20, 64, 4)), ("attention", attention, (32, 64, 128, 4)),
        ("attention", attention, (32, 64, 256, 4))):
    name = f"{area}_{sizes[0]}x{sizes[1]}x{sizes[2]}_{sizes[3]}"
    measure(ENGINE, area, name, sizes[0] * sizes[1], "tokens/s", make(*sizes))
for count in (65_536, 1_605_632, 16_777_216):
    elementwise(count)
passes()
