package scrutable.bench.compare;

import java.util.Locale;

/// A piece of work that every engine does in its own way. The scripts in Python know the same names.
public sealed interface Task {
  /// The area it counts for.
  Area area();

  /// Its name within the area.
  String name();

  /// How much one repetition is, in units of `unit()` times a second.
  double amount();

  /// The unit of the measured speed.
  String unit();

  /// The matrix product `C (m, n) = op(A) op(B)`, with `op` the transpose where asked for.
  record Product(boolean transposeA, boolean transposeB, int m, int k, int n) implements Task {
    @Override
    public Area area() {
      return Area.SGEMM;
    }

    @Override
    public String name() {
      return (transposeA ? "t" : "n") + (transposeB ? "t" : "n") + "_" + m + "x" + k + "x" + n;
    }

    @Override
    public double amount() {
      return 2e-9 * m * k * n;
    }

    @Override
    public String unit() {
      return "GFLOP/s";
    }
  }

  /// A convolution with bias, a batch of 64: forward, or forward and the gradients of input, weights and
  /// bias.
  record Convolution(String name, int in, int size, int out, int kernel, int padding, boolean backward)
      implements Task {
    public static final int BATCH = 64;

    @Override
    public Area area() {
      return backward ? Area.CONV_FORWARD_BACKWARD : Area.CONV_FORWARD;
    }

    @Override
    public double amount() {
      int outSize = size + 2 * padding - kernel + 1;
      return (backward ? 3 : 1) * 2e-9 * BATCH * out * outSize * outSize * in * kernel * kernel;
    }

    @Override
    public String unit() {
      return "GFLOP/s";
    }
  }

  /// A step of training with plain gradient descent, a batch of 64.
  record Training(Network network) implements Task {
    public static final int BATCH = 64;

    @Override
    public Area area() {
      return Area.TRAINING;
    }

    @Override
    public String name() {
      return network.name().toLowerCase(Locale.ROOT) + "_b" + BATCH;
    }

    @Override
    public double amount() {
      return BATCH;
    }

    @Override
    public String unit() {
      return "images/s";
    }
  }

  /// The networks of [Training].
  enum Network { SMALL_CNN, LENET5, MLP }

  /// Projected gradient descent on the small CNN: 40 steps on a batch of 64.
  record Attack() implements Task {
    @Override
    public Area area() {
      return Area.PGD;
    }

    @Override
    public String name() {
      return "pgd40_small_cnn_b64";
    }

    @Override
    public double amount() {
      return Training.BATCH;
    }

    @Override
    public String unit() {
      return "images/s";
    }
  }

  /// A step of training a small GPT with AdamW: 2 layers of width 128, 4 heads, 32 sequences of 64 of 65
  /// tokens.
  record LanguageModel() implements Task {
    public static final int VOCABULARY = 65;
    public static final int WIDTH = 128;
    public static final int HEADS = 4;
    public static final int LENGTH = 64;
    public static final int LAYERS = 2;
    public static final int BATCH = 32;

    @Override
    public Area area() {
      return Area.GPT;
    }

    @Override
    public String name() {
      return "gpt2l_b32_t64_adamw";
    }

    @Override
    public double amount() {
      return BATCH * LENGTH;
    }

    @Override
    public String unit() {
      return "tokens/s";
    }
  }

  /// A layer of sequences `(N, T, D)`, forward and the gradients of its input and its parameters.
  ///
  /// @param layer  which
  /// @param batch  N
  /// @param length T
  /// @param width  D
  /// @param size   of a gated recurrent unit the units H, of attention the heads
  record Sequence(Layer layer, int batch, int length, int width, int size) implements Task {
    @Override
    public Area area() {
      return layer == Layer.GRU ? Area.GRU : Area.ATTENTION;
    }

    @Override
    public String name() {
      return layer.name().toLowerCase(Locale.ROOT) + "_" + batch + "x" + length + "x" + width + "_" + size;
    }

    @Override
    public double amount() {
      return batch * length;
    }

    @Override
    public String unit() {
      return "tokens/s";
    }
  }

  /// The layers of [Sequence]: a gated recurrent unit that reads from the left, and attention of a sequence to itself
  /// with its four projections.
  enum Layer { GRU, ATTENTION }

  /// One pass over `n` numbers, into a buffer that is used again.
  record Elementwise(Function function, int n) implements Task {
    @Override
    public Area area() {
      return switch (function) {
        case EXP -> Area.EXP;
        case TANH -> Area.TANH;
        case RELU, ADD, SUM -> Area.RELU_ADD_SUM;
      };
    }

    @Override
    public String name() {
      return function.name().toLowerCase(Locale.ROOT) + "_" + n;
    }

    @Override
    public double amount() {
      return 1e-9 * n;
    }

    @Override
    public String unit() {
      return "billion/s";
    }
  }

  /// The functions of [Elementwise].
  enum Function { EXP, TANH, RELU, ADD, SUM }

  /// A pass over a tensor that needs more than one number at a time.
  ///
  /// @param kind  what is done
  /// @param shape of the input
  record Pass(Kind kind, int... shape) implements Task {
    @Override
    public Area area() {
      return switch (kind) {
        case SOFTMAX -> shape[1] >= 64 ? Area.WIDE_SOFTMAX : Area.NARROW_SOFTMAX;
        case TRANSPOSE -> Area.TRANSPOSE;
        case BATCH_NORM -> Area.BATCH_NORM;
        case LAYER_NORM -> Area.LAYER_NORM;
        case MAX_POOL -> Area.MAX_POOL;
      };
    }

    @Override
    public String name() {
      StringBuilder name = new StringBuilder(kind.name().toLowerCase(Locale.ROOT));
      name.append('_').append(shape[0]);
      for (int axis = 1; axis < shape.length; axis++) {
        name.append('x').append(shape[axis]);
      }
      return name.toString();
    }

    @Override
    public double amount() {
      double count = 1e-9;
      for (int size : shape) {
        count *= size;
      }
      return count;
    }

    @Override
    public String unit() {
      return "billion/s";
    }
  }

  /// The passes of [Pass]: softmax of rows, the transposed matrix as a copy, batch normalisation in training,
  /// layer normalisation of rows, and the largest of each 2 x 2 pixels.
  enum Kind { SOFTMAX, TRANSPOSE, BATCH_NORM, LAYER_NORM, MAX_POOL }
}
