"""A language model of one pre-norm transformer block with a causal mask, ten AdamW steps."""

import copy
import math

import torch
from torch import nn

from safetensors_file import Source, labels, save
from training import first_pass, set_parameters, train

SEED = 303
VOCABULARY, WIDTH, HEADS, LENGTH, BATCH = 11, 8, 2, 5, 3
SETTINGS = dict(lr=0.01, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.1)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)

    def forward(self, x):
        def heads(projected):
            return projected.view(BATCH, LENGTH, HEADS, WIDTH // HEADS).transpose(1, 2)

        scores = heads(self.query(x)) @ heads(self.key(x)).transpose(-2, -1) / math.sqrt(WIDTH // HEADS)
        future = torch.ones(LENGTH, LENGTH, dtype=torch.bool).triu(1)
        self.weights = scores.masked_fill(future, -math.inf).softmax(-1)
        mixed = self.weights @ heads(self.value(x))
        return self.output(mixed.transpose(1, 2).reshape(BATCH, LENGTH, WIDTH))


class Block(nn.Module):
    def __init__(self, approximate):
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH)
        self.attention = Attention()
        self.norm2 = nn.LayerNorm(WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(approximate=approximate),
                                 nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class LanguageModel(nn.Module):
    def __init__(self, approximate):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, WIDTH)
        self.position = nn.Parameter(torch.zeros(LENGTH, WIDTH))
        self.block = Block(approximate)
        self.norm = nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, VOCABULARY)

    def forward(self, tokens):
        self.embedded = self.embedding(tokens) + self.position
        if self.embedded.requires_grad:
            self.embedded.retain_grad()
        self.block_output = self.block(self.embedded)
        return self.head(self.norm(self.block_output))


def make(directory):
    for suffix, approximate in (("", "none"), ("_tanh", "tanh")):
        metadata = dict(case="attention", seed=SEED, gelu="exact erf" if approximate == "none" else "tanh",
                        loss="cross-entropy, mean over all tokens", heads=HEADS, layer_norm_eps=1e-5,
                        optimizer="adamw", lr=SETTINGS["lr"], beta1=0.9, beta2=0.999, eps=1e-8,
                        weight_decay=SETTINGS["weight_decay"])
        save(directory / ("attention%s.safetensors" % suffix), case(approximate), metadata)


def case(approximate):
    source = Source(SEED)
    model = LanguageModel(approximate).double()
    norms = {}
    for name in ("block.norm1", "block.norm2", "norm"):
        norms[name + ".weight"] = source.uniform(0.5, 1.5, WIDTH)
    set_parameters(model, source, norms)
    with torch.no_grad():
        model.embedding.weight.copy_(source.normal(VOCABULARY, WIDTH))
        model.position.copy_(source.normal(LENGTH, WIDTH, scale=0.5))
    sequence = source.integers(VOCABULARY - 1, BATCH, LENGTH + 1)
    tokens, targets = sequence[:, :-1].contiguous(), sequence[:, 1:].contiguous()
    seen = []

    def forward(network, input_tokens):
        logits = network(input_tokens)
        seen.append(network)
        return logits, nn.functional.cross_entropy(logits.reshape(-1, VOCABULARY), targets.reshape(-1))

    record = first_pass(model, forward, tokens)
    network = seen[0]
    record["embedded"] = network.embedded
    record["gradient.embedded"] = network.embedded.grad
    record["attention_weights"] = network.block.attention.weights
    record["block_output"] = network.block_output
    record["input"] = labels(tokens)
    record["labels"] = labels(targets)
    trained = copy.deepcopy(model)
    optimizer = torch.optim.AdamW(trained.parameters(), **SETTINGS)
    record.update(train(trained, optimizer, lambda net: forward(net, tokens)[1]))
    return record
