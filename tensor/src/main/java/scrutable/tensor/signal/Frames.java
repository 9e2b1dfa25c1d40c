package scrutable.tensor.signal;

import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Storage;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// Cuts signals into frames of `length` samples, one beginning every `hop` samples.
///
/// Frame `f` holds the samples `f * hop .. f * hop + length - 1`. Only whole frames are cut: a signal of `T`
/// samples gives `F = floor((T - length) / hop) + 1`, and what is left over at its end is in none.
///
/// Both directions are linear. [#overlapAdd] is the transpose of [#of], `<of(x), y> = <x, overlapAdd(y)>`,
/// and so each is the derivative of the other.
///
/// @param length samples in a frame
/// @param hop samples from the beginning of a frame to that of the next; below `length` frames overlap
public record Frames(int length, int hop) {

  /// @throws IllegalArgumentException if one of them is below 1
  public Frames {
    if (length < 1 || hop < 1) {
      throw new IllegalArgumentException("frames: length " + length + " and hop " + hop
          + " must be at least 1");
    }
  }

  /// How many frames `samples` samples give.
  ///
  /// @throws IllegalArgumentException if they are fewer than one frame
  public int count(int samples) {
    if (samples < length) {
      throw new IllegalArgumentException("frames: a signal of " + samples + " samples is shorter than one frame,"
          + " which takes " + length + "; pad it with zeros");
    }
    return (samples - length) / hop + 1;
  }

  /// The frames of signals: `(N, T)` gives `(N, F, length)`.
  ///
  /// @throws IllegalArgumentException if `signals` is not a matrix of floating-point numbers, or too short
  public Tensor of(Tensor signals) {
    requireFloats("frames of signals (N, T)", signals, 2);
    int rows = signals.size(0);
    int samples = signals.size(1);
    int count = count(samples);
    Tensor source = signals.contiguous();
    Tensor result = Tensor.zeros(signals.dtype(), rows, count, length);
    Parallel.forRange(rows, 1, (from, to) -> {
      for (int row = from; row < to; row++) {
        int start = source.offset() + row * samples;
        for (int f = 0; f < count; f++) {
          Storage.copy(source.storage(), start + f * hop, result.storage(), (row * count + f) * length, length);
        }
      }
    });
    return result;
  }

  /// Lays frames where they came from and adds where they overlap: `(N, F, length)` gives `(N, samples)`.
  /// Samples that lie in no frame are 0. The terms of a sample are added from the first frame to the last.
  ///
  /// @throws IllegalArgumentException unless `frames` has the shape that signals of `samples` samples give
  public Tensor overlapAdd(Tensor frames, int samples) {
    requireFloats("overlapAdd of frames (N, F, length)", frames, 3);
    int rows = frames.size(0);
    int count = count(samples);
    if (frames.size(1) != count || frames.size(2) != length) {
      throw new IllegalArgumentException("overlapAdd: signals of " + samples + " samples have frames (N, " + count
          + ", " + length + "), but these are " + Shape.text(frames.shape()));
    }
    Tensor source = frames.contiguous();
    Tensor result = Tensor.zeros(frames.dtype(), rows, samples);
    Parallel.forRange(rows, 1, (from, to) -> {
      for (int row = from; row < to; row++) {
        for (int f = 0; f < count; f++) {
          add(source, (row * count + f) * length, result, row * samples + f * hop);
        }
      }
    });
    return result;
  }

  private void add(Tensor frames, int frame, Tensor signals, int start) {
    int first = frames.offset() + frame;
    if (frames.dtype() == DType.FLOAT32) {
      float[] from = (float[]) frames.storage().array();
      float[] to = (float[]) signals.storage().array();
      for (int i = 0; i < length; i++) {
        to[start + i] += from[first + i];
      }
    } else {
      double[] from = (double[]) frames.storage().array();
      double[] to = (double[]) signals.storage().array();
      for (int i = 0; i < length; i++) {
        to[start + i] += from[first + i];
      }
    }
  }

  private static void requireFloats(String what, Tensor tensor, int rank) {
    if (tensor.rank() != rank || tensor.dtype() == DType.INT32) {
      throw new IllegalArgumentException(what + ": a tensor of floating-point numbers of rank " + rank
          + " is needed, not " + tensor.dtype() + " " + Shape.text(tensor.shape()));
    }
  }
}
