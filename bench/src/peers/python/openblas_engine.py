"""Matrix products by numpy, which hands them to OpenBLAS."""
from engine_run import measure, products, trial
import numpy as np


def product(a, b, m, k, n):
    left = np.random.randn(*((m, k) if a == "n" else (k, m))).astype(np.float32)
    right = np.random.randn(*((k, n) if b == "n" else (n, k))).astype(np.float32)
    left = left if a == "n" else left.T
    right = right if b == "n" else right.T
    out = np.empty((m, n), np.float32)
    return lambda: np.matmul(left, right, out=out)


trial(product)
for a, b, m, k, n in products():
    measure("openblas", "sgemm", f"{a}{b}_{m}x{k}x{n}", 2e-9 * m * k * n, "GFLOP/s", lambda: product(a, b, m, k, n))
