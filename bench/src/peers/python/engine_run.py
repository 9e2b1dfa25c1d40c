"""What every Python engine shares: options, timing, and a line of JSON for each task.

Import this first: it sets the number of threads before numpy or torch are loaded.
"""
import argparse
import ctypes
import json
import os
import re
import statistics
import time

parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--areas", default="", help="like sgemm,training")
parser.add_argument("--only", default="", help="part of a task's name")
parser.add_argument("--warmup", type=float, default=0, help="needed by the JVM only; here three runs do")
parser.add_argument("--budget", type=float, default=0.4, help="seconds for each task")
parser.add_argument("--trial", action="store_true", help="only one large product, and the name of the kernel that ran")
options = parser.parse_args()
areas = [area for area in options.areas.split(",") if area]
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = str(options.threads)


def wanted(area, case):
    return (not areas or area in areas) and options.only in case


def timed(work, repetitions):
    """The time of one call, the mean over some."""
    start = time.perf_counter()
    for _ in range(repetitions):
        work()
    return (time.perf_counter() - start) / repetitions


def seconds(work):
    """The median time of one call. Short work is repeated until a sample lasts a millisecond."""
    for _ in range(3):
        once = timed(work, 1)
    repetitions = max(1, int(1e-3 / max(once, 1e-9)))
    samples = []
    end = time.perf_counter() + options.budget
    while time.perf_counter() < end or len(samples) < 5:
        samples.append(timed(work, repetitions))
    return statistics.median(samples)


def measure(engine, area, case, amount, unit, prepare):
    """Prepares and measures a task if it is wanted. `prepare` returns the work."""
    if wanted(area, case):
        speed = amount / seconds(prepare())
        print(json.dumps(dict(area=area, case=case, engine=engine, threads=options.threads, value=speed,
                              unit=unit)), flush=True)


def kernel():
    """What OpenBLAS calls the kernel that it has chosen, like `OpenBLAS 0.3.21 SkylakeX`; "unknown" for another BLAS.

    An OpenBLAS that was not built for several processors has no other to choose from."""
    with open("/proc/self/maps") as maps:
        libraries = sorted({line.split()[-1] for line in maps if re.search(r"/\S*openblas\S*\.so", line)})
    for path in libraries:
        try:
            library = ctypes.CDLL(path)
            library.openblas_get_corename.restype = library.openblas_get_config.restype = ctypes.c_char_p
            version = re.match(r"OpenBLAS [\d.]+", library.openblas_get_config().decode())
            return (version.group() if version else "OpenBLAS") + " " + library.openblas_get_corename().decode()
        except (OSError, AttributeError):
            continue
    return "unknown"


def trial(prepare, n=1024):
    """With `--trial`: the speed of one large product and the kernel that computed it, and nothing else."""
    if options.trial:
        work = prepare("n", "n", n, n, n)
        gflops = 2e-9 * n ** 3 / min(timed(work, 1) for _ in range(12))
        print(json.dumps(dict(kernel=kernel(), gflops=gflops)), flush=True)
        raise SystemExit


def products():
    """(transpose a, transpose b, m, k, n): squares, and the products inside two convolutions and a linear layer."""
    shapes = [("n", "n", n, n, n) for n in (64, 128, 256, 512, 1024, 2048)]
    for batch in (64, 128):
        shapes += [
            ("n", "n", 32, 25, batch * 576), ("n", "t", 32, batch * 576, 25), ("t", "n", 25, 32, batch * 576),
            ("n", "n", 64, 288, batch * 144), ("n", "t", 64, batch * 144, 288), ("t", "n", 288, 64, batch * 144),
            ("n", "n", batch, 1024, 128), ("n", "t", batch, 128, 1024), ("t", "n", 1024, batch, 128)]
    return shapes
