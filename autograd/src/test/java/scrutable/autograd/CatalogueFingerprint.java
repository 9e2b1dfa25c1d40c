package scrutable.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The bits of every row of the catalogue in `float32`, forward and backward, one line each: to be compared
/// between JVMs with and without vectors.
///
/// The inputs of a row are small. So functions of single elements are also tried at sizes around the widths of
/// vectors, and functions of rows and products at such lengths.
final class CatalogueFingerprint {
  private static final int[] AWKWARD = {1, 7, 15, 16, 17, 31, 33, 63, 65, 127, 130, 1030};

  private CatalogueFingerprint() {}

  public static void main(String[] arguments) {
    System.out.print(of());
  }

  static String of() {
    List<String> lines = new ArrayList<>();
    for (OpRow row : OpCatalogue.rows()) {
      Tensor[] inputs = Arrays.stream(row.inputs())
          .map(x -> Tensor.of(x.values(), x.shape()).to(DType.FLOAT32)).toArray(Tensor[]::new);
      lines.add(line(row.name(), row.function(), inputs));
      if (row.op() != null && worksOnAnyShape(row)) {
        for (int size : AWKWARD) {
          lines.add(line(row.name() + " at size " + size, row.function(), Arrays.stream(inputs)
              .map(x -> repeated(x, size)).toArray(Tensor[]::new)));
        }
      }
    }
    for (int size : AWKWARD) {
      lines.addAll(rowsAndProducts(size));
    }
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  /// Functions of single elements whose record holds no tensor, on inputs that are not empty.
  private static boolean worksOnAnyShape(OpRow row) {
    return (ElementOp.class.isAssignableFrom(row.op()) || ArithmeticOp.class.isAssignableFrom(row.op()))
        && row.op() != ArithmeticOp.Where.class
        && Arrays.stream(row.inputs()).allMatch(x -> x.values().length > 0);
  }

  private static Tensor repeated(Tensor x, int size) {
    float[] values = x.toFloatArray();
    float[] result = new float[size];
    for (int i = 0; i < size; i++) {
      result[i] = values[i % values.length];
    }
    return Tensor.wrap(result, size);
  }

  private static List<String> rowsAndProducts(int size) {
    Rng rng = Rng.seed(size);
    Tensor rows = rng.normal(3, size);
    Tensor targets = Indexing.oneHot(Tensor.ofInts(new int[] {0, size / 2, size - 1}, 3), size, DType.FLOAT32);
    return List.of(
        line("softmax of rows of " + size, x -> Functions.softmax(x[0]), rows),
        line("logSoftmax of rows of " + size, x -> Functions.logSoftmax(x[0]), rows),
        line("crossEntropy of rows of " + size, x -> Functions.crossEntropyPerExample(x[0], targets), rows),
        line("standardize of rows of " + size, x -> Functions.standardize(x[0], 1e-5), rows),
        line("sum of rows of " + size, x -> x[0].sum(false, 1), rows),
        line("sum of columns, " + size, x -> x[0].sum(false, 0), rng.normal(size, 3)),
        line("max of rows of " + size, x -> x[0].max(false, 1), rows),
        line("logSumExp of rows of " + size, x -> x[0].logSumExp(false, 1), rows),
        line("gated step of " + size, x -> Functions.gruStep(x[0], x[1], x[2]), rng.normal(2, 3 * size),
            rng.normal(2, 3 * size), rng.normal(2, size)),
        line("gated steps of " + size, x -> Functions.gruSequence(x[0], x[1], x[2], x[3], null),
            rng.split("steps").normal(2, 3, 3 * size), rng.split("initial").normal(2, size),
            rng.split("weight").normal(3 * size, size), rng.split("bias").normal(3 * size)),
        line("product over " + size, x -> x[0].matmul(x[1]), rows, rng.normal(size, 5)),
        line("product of " + size + " rows", x -> x[0].matmul(x[1]), rng.normal(size, 9), rng.normal(9, size)));
  }

  private static String line(String name, Function<Variable[], Variable> function, Tensor... inputs) {
    Variable[] tracked = Arrays.stream(inputs).map(Variable::tracked).toArray(Variable[]::new);
    Variable output = function.apply(tracked);
    StringBuilder bits = new StringBuilder(name).append(':').append(hash(output.value()));
    if (output.isTracked()) {
      Tensor weights = Rng.seed(7).normal(output.shape());
      Gradients gradients = Gradients.ofWeighted(output, Variable.constant(weights), List.of(tracked),
          Gradients.Options.ALLOW_UNUSED);
      IntStream.range(0, tracked.length).forEach(i -> bits.append(' ').append(hash(gradients.get(tracked[i]))));
    }
    return bits.toString();
  }

  private static String hash(Tensor x) {
    int hash = 1;
    for (float value : x.toFloatArray()) {
      hash = 31 * hash + Float.floatToIntBits(value);
    }
    return Integer.toHexString(hash);
  }
}
