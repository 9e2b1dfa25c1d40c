"""Makes every reference file of this directory, or of the one that is given. See PROVENANCE.md."""

import pathlib
import sys

sys.dont_write_bytecode = True

import torch

import attention
import cnn
import layers
import losses
import mlp
import schedules
import state_dict


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    directory = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__)
    directory = directory if directory.is_dir() else directory.resolve().parent
    for case in (mlp, cnn, attention, layers, losses, schedules, state_dict):
        case.make(directory)
        print("made", case.__name__)
    print("with PyTorch", torch.__version__)


if __name__ == "__main__":
    main()
