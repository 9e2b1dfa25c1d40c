package scrutable.bench.peers;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Optional;
import scrutable.bench.compare.Engine;
import scrutable.bench.compare.EngineRun;
import scrutable.bench.compare.Task;

/// DJL: PyTorch behind a Java interface. Its arrays cannot be written into, so that results are allocated.
public final class DjlEngine implements Engine {
  /// Measures DJL; see [EngineRun].
  public static void main(String[] arguments) {
    EngineRun.run(new DjlEngine(), arguments);
  }

  @Override
  public String name() {
    return "djl";
  }

  @Override
  public Optional<Runnable> prepare(Task task, int threads) {
    System.setProperty("ai.djl.pytorch.num_threads",
        Integer.toString(threads)); // read when PyTorch is loaded
    NDManager manager = NDManager.newBaseManager();
    return switch (task) {
      case Task.Product product -> Optional.of(product(product, manager));
      case Task.Convolution convolution -> Optional.of(convolution(convolution, manager));
      case Task.Training training -> Optional.of(training(training, manager));
      case Task.Elementwise elementwise -> Optional.of(elementwise(elementwise, manager));
      default -> Optional.empty();
    };
  }

  private static Runnable product(Task.Product p, NDManager manager) {
    NDArray a = p.transposeA() ? normal(manager, p.k(), p.m()).transpose() : normal(manager, p.m(), p.k());
    NDArray b = p.transposeB() ? normal(manager, p.n(), p.k()).transpose() : normal(manager, p.k(), p.n());
    return () -> a.matMul(b).close();
  }

  private static Runnable convolution(Task.Convolution task, NDManager manager) {
    NDArray x = normal(manager, Task.Convolution.BATCH, task.in(), task.size(), task.size());
    NDArray w = normal(manager, task.out(), task.in(), task.kernel(), task.kernel());
    NDArray b = normal(manager, task.out());
    Shape stride = new Shape(1, 1);
    Shape padding = new Shape(task.padding(), task.padding());
    if (!task.backward()) {
      return () -> Conv2d.conv2d(x, w, b, stride, padding).close();
    }
    for (NDArray tracked : new NDArray[] {x, w, b}) {
      tracked.setRequiresGradient(true);
    }
    return () -> {
      try (GradientCollector collector = ai.djl.engine.Engine.getInstance().newGradientCollector();
          NDList y = Conv2d.conv2d(x, w, b, stride, padding)) {
        collector.backward(y.singletonOrThrow());
      }
    };
  }

  private static Runnable training(Task.Training task, NDManager manager) {
    Model model = Model.newInstance("comparison");
    model.setBlock(network(task.network()));
    Optimizer descent = Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.01f)).build();
    Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
        .optOptimizer(descent));
    trainer.initialize(new Shape(Task.Training.BATCH, 1, 28, 28));
    NDArray images = manager.randomUniform(0, 1, new Shape(Task.Training.BATCH, 1, 28, 28));
    NDArray labels = manager.randomUniform(0, 10, new Shape(Task.Training.BATCH)).floor();
    return () -> {
      try (NDManager step = manager.newSubManager()) { // whatever the step makes is freed with it
        images.attach(step);
        labels.attach(step);
        try (GradientCollector collector = trainer.newGradientCollector()) {
          NDList logits = trainer.forward(new NDList(images));
          collector.backward(trainer.getLoss().evaluate(new NDList(labels), logits));
        }
        trainer.step();
        images.attach(manager);
        labels.attach(manager);
      }
    };
  }

  private static SequentialBlock network(Task.Network network) {
    SequentialBlock net = new SequentialBlock();
    return switch (network) {
      case SMALL_CNN -> net.add(convolution(32, 3, 0)).add(Activation::relu).add(convolution(64, 3, 0))
          .add(Activation::relu).add(halving()).add(Blocks.batchFlattenBlock()).add(linear(128))
          .add(Activation::relu).add(linear(10));
      case LENET5 -> net.add(convolution(6, 5, 2)).add(Activation::relu).add(halving())
          .add(convolution(16, 5, 0)).add(Activation::relu).add(halving()).add(Blocks.batchFlattenBlock())
          .add(linear(120)).add(Activation::relu).add(linear(84)).add(Activation::relu).add(linear(10));
      case MLP -> net.add(Blocks.batchFlattenBlock()).add(linear(512)).add(Activation::relu).add(linear(10));
    };
  }

  private static Conv2d convolution(int filters, int kernel, int padding) {
    return Conv2d.builder().setKernelShape(new Shape(kernel, kernel)).setFilters(filters)
        .optPadding(new Shape(padding, padding)).build();
  }

  private static ai.djl.nn.Block halving() {
    return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
  }

  private static Linear linear(int units) {
    return Linear.builder().setUnits(units).build();
  }

  private static Runnable elementwise(Task.Elementwise task, NDManager manager) {
    NDArray x = normal(manager, task.n());
    NDArray y = normal(manager, task.n());
    return switch (task.function()) {
      case EXP -> () -> x.exp().close();
      case TANH -> () -> x.tanh().close();
      case RELU -> () -> Activation.relu(x).close();
      case ADD -> () -> x.add(y).close();
      case SUM -> () -> x.sum().close();
    };
  }

  private static NDArray normal(NDManager manager, long... shape) {
    return manager.randomNormal(0, 1, new Shape(shape), DataType.FLOAT32);
  }
}
