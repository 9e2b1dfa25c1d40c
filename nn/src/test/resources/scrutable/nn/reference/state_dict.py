"""A float32 state_dict as a file of its own, to load, and what the loaded network must answer."""

import torch
from torch import nn

from safetensors_file import Source, save
from training import set_parameters

SEED = 707


def make(directory):
    source = Source(SEED)
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(32, 3))
    set_parameters(model, source, {"1.weight": source.uniform(0.5, 1.5, 2)})
    with torch.no_grad():
        for _ in range(7):
            model(source.normal(5, 1, 6, 6).float())
    model.eval()
    images = source.normal(4, 1, 6, 6).float()
    with torch.no_grad():
        assert model[1](model[0](images)).abs().min() > 1e-3, "an input of ReLU is too close to 0"
        output = model(images)
        exact = model.double()(images.double())
    save(directory / "state_dict.safetensors", model.float().state_dict(), {"format": "pt"})
    save(directory / "state_dict_expected.safetensors",
         {"input": images, "eval_output": output, "eval_output_float64": exact},
         {"case": "state_dict", "seed": SEED})
