package scrutable.bench.compare;

import java.util.ArrayList;
import java.util.List;

/// All tasks of the comparison.
public final class Tasks {
  private Tasks() {}

  /// The tasks, area by area.
  public static List<Task> all() {
    List<Task> tasks = new ArrayList<>(products());
    for (boolean backward : new boolean[] {false, true}) {
      tasks.add(new Task.Convolution("mnist1_64x1x28_32k5", 1, 28, 32, 5, 0, backward));
      tasks.add(new Task.Convolution("mnist2_64x32x12_64k3", 32, 12, 64, 3, 0, backward));
      tasks.add(new Task.Convolution("mnist2b_64x32x26_64k3", 32, 26, 64, 3, 0, backward));
      tasks.add(new Task.Convolution("cifar_64x32x32_64k3p1", 32, 32, 64, 3, 1, backward));
    }
    for (Task.Network network : Task.Network.values()) {
      tasks.add(new Task.Training(network));
    }
    tasks.add(new Task.Attack());
    tasks.add(new Task.LanguageModel());
    tasks.add(new Task.Sequence(Task.Layer.GRU, 64, 20, 64, 64));
    tasks.add(new Task.Sequence(Task.Layer.GRU, 64, 20, 64, 128));
    tasks.add(new Task.Sequence(Task.Layer.GRU, 64, 20, 128, 128));
    tasks.add(new Task.Sequence(Task.Layer.ATTENTION, 64, 20, 64, 4));
    tasks.add(new Task.Sequence(Task.Layer.ATTENTION, 32, 64, 128, 4));
    tasks.add(new Task.Sequence(Task.Layer.ATTENTION, 32, 64, 256, 4));
    for (Task.Function function : Task.Function.values()) {
      for (int n : new int[] {65_536, 1_605_632, 16_777_216}) {
        tasks.add(new Task.Elementwise(function, n));
      }
    }
    tasks.add(new Task.Pass(Task.Kind.SOFTMAX, 64, 1000));
    tasks.add(new Task.Pass(Task.Kind.SOFTMAX, 8192, 64));
    tasks.add(new Task.Pass(Task.Kind.SOFTMAX, 4096, 10));
    tasks.add(new Task.Pass(Task.Kind.TRANSPOSE, 1024, 1024));
    tasks.add(new Task.Pass(Task.Kind.TRANSPOSE, 9216, 128));
    tasks.add(new Task.Pass(Task.Kind.BATCH_NORM, 64, 32, 28, 28));
    tasks.add(new Task.Pass(Task.Kind.LAYER_NORM, 2048, 128));
    tasks.add(new Task.Pass(Task.Kind.MAX_POOL, 64, 64, 24, 24));
    return tasks;
  }

  /// Squares, and the products inside two convolutions and a linear layer: forward, weight gradient, input
  /// gradient.
  private static List<Task> products() {
    List<Task> products = new ArrayList<>();
    for (int n : new int[] {64, 128, 256, 512, 1024, 2048}) {
      products.add(new Task.Product(false, false, n, n, n));
    }
    for (int batch : new int[] {64, 128}) {
      products.add(new Task.Product(false, false, 32, 25, batch * 576));
      products.add(new Task.Product(false, true, 32, batch * 576, 25));
      products.add(new Task.Product(true, false, 25, 32, batch * 576));
      products.add(new Task.Product(false, false, 64, 288, batch * 144));
      products.add(new Task.Product(false, true, 64, batch * 144, 288));
      products.add(new Task.Product(true, false, 288, 64, batch * 144));
      products.add(new Task.Product(false, false, batch, 1024, 128));
      products.add(new Task.Product(false, true, batch, 128, 1024));
      products.add(new Task.Product(true, false, 1024, batch, 128));
    }
    return products;
  }
}
