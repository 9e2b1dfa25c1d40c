/// Files: NumPy's `.npy`, reading what may be hostile, and writing so that no half-written file is ever seen.
package scrutable.tensor.io;
