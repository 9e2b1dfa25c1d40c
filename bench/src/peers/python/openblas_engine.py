"""Matrix products by numpy, which hands them to OpenBLAS."""
from engine_run import measure, products
import numpy as np


def product(a, b, m, k, n):
    def prepare():
        left = np.random.randn(*((m, k) if a == "n" else (k, m))).astype(np.float32)
        right = np.random.randn(*((k, n) if b == "n" else (n, k))).astype(np.float32)
        left = left if a == "n" else left.T
        right = right if b == "n" else right.T
        out = np.empty((m, n), np.float32)
        return lambda: np.matmul(left, right, out=out)
    measure("openblas", "sgemm", f"{a}{b}_{m}x{k}x{n}", 2e-9 * m * k * n, "GFLOP/s", prepare)


for shape in products():
    product(*shape)
