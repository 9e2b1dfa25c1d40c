package scrutable.bench.peers;

import java.util.Optional;
import java.util.Random;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;
import org.ejml.dense.row.RandomMatrices_FDRM;
import scrutable.bench.compare.Engine;
import scrutable.bench.compare.EngineRun;
import scrutable.bench.compare.Task;

/// EJML: matrix products in plain Java.
public final class EjmlEngine implements Engine {
  /// Measures EJML; see [EngineRun].
  public static void main(String[] arguments) {
    EngineRun.run(new EjmlEngine(), arguments);
  }

  @Override
  public String name() {
    return "ejml";
  }

  @Override
  public Optional<Runnable> prepare(Task task, int threads) {
    return task instanceof Task.Product product ? Optional.of(product(product, threads)) : Optional.empty();
  }

  private static Runnable product(Task.Product p, int threads) {
    EjmlConcurrency.setMaxThreads(threads);
    FMatrixRMaj a = random(p.transposeA() ? p.k() : p.m(), p.transposeA() ? p.m() : p.k());
    FMatrixRMaj b = random(p.transposeB() ? p.n() : p.k(), p.transposeB() ? p.k() : p.n());
    FMatrixRMaj c = new FMatrixRMaj(p.m(), p.n());
    if (threads > 1) {
      return p.transposeA() ? () -> CommonOps_MT_FDRM.multTransA(a, b, c)
          : p.transposeB() ? () -> CommonOps_MT_FDRM.multTransB(a, b, c)
          : () -> CommonOps_MT_FDRM.mult(a, b, c);
    }
    return p.transposeA() ? () -> CommonOps_FDRM.multTransA(a, b, c)
        : p.transposeB() ? () -> CommonOps_FDRM.multTransB(a, b, c)
        : () -> CommonOps_FDRM.mult(a, b, c);
  }

  private static FMatrixRMaj random(int rows, int columns) {
    return RandomMatrices_FDRM.rectangle(rows, columns, new Random(1));
  }
}
