package scrutable.bench.peers;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import scrutable.bench.compare.Engine;
import scrutable.bench.compare.EngineRun;
import scrutable.bench.compare.Task;

/// ND4J: native kernels and OpenBLAS behind a Java interface. Products and elementwise functions.
public final class Nd4jEngine implements Engine {
  /// Measures ND4J; see [EngineRun].
  public static void main(String[] arguments) {
    EngineRun.run(new Nd4jEngine(), arguments);
  }

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Optional<Runnable> prepare(Task task, int threads) {
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    return switch (task) {
      case Task.Product product -> Optional.of(product(product));
      case Task.Elementwise elementwise -> Optional.of(elementwise(elementwise));
      default -> Optional.empty();
    };
  }

  private static Runnable product(Task.Product p) {
    INDArray a = p.transposeA() ? normal(p.k(), p.m()) : normal(p.m(), p.k());
    INDArray b = p.transposeB() ? normal(p.n(), p.k()) : normal(p.k(), p.n());
    INDArray c = Nd4j.createUninitialized(DataType.FLOAT, new long[] {p.m(), p.n()}, 'f');
    return () -> Nd4j.gemm(a, b, c, p.transposeA(), p.transposeB(), 1, 0);
  }

  private static Runnable elementwise(Task.Elementwise task) {
    INDArray x = normal(task.n());
    INDArray y = normal(task.n());
    INDArray out = normal(task.n());
    return switch (task.function()) {
      case EXP -> () -> Nd4j.exec(new Exp(x, out));
      case TANH -> () -> Nd4j.exec(new Tanh(x, out));
      case RELU -> () -> Nd4j.exec(new RectifiedLinear(x, out, 0));
      case ADD -> () -> Nd4j.exec(new AddOp(x, y, out));
      case SUM -> x::sumNumber;
    };
  }

  private static INDArray normal(long... shape) {
    return Nd4j.randn(DataType.FLOAT, shape);
  }
}
