package scrutable.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.bench.compare.Engine;
import scrutable.bench.compare.EngineRun;
import scrutable.bench.compare.OneProcessor;
import scrutable.bench.compare.Task;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.layer.BatchNorm2d;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Gru;
import scrutable.nn.layer.LayerNorm;
import scrutable.nn.layer.MultiHeadAttention;
import scrutable.nn.optim.AdamW;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Pooling2d;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;
import scrutable.tensor.kernel.elementwise.Elementwise;
import scrutable.tensor.kernel.elementwise.FloatFunctions;
import scrutable.tensor.kernel.matmul.Gemm;
import scrutable.tensor.kernel.parallel.Parallel;

/// This engine in the comparison with others: products and passes by its kernels, the rest as a user writes it, in the
/// recycled memory of the training loop.
public final class OurEngine implements Engine {
  /// Elements that one thread takes at a time.
  private static final int GRAIN = 1 << 15;

  /// Measures this engine; see [EngineRun].
  public static void main(String[] arguments) {
    EngineRun.run(new OurEngine(), arguments);
  }

  @Override
  public String name() {
    return "ours";
  }

  @Override
  public void begin(int threads) {
    if (threads > 1) {
      OneProcessor.spread(threads, number ->
          Parallel.withThreads(number + 1, () -> Parallel.forRange(number + 1, 1, (from, to) -> {})));
    }
  }

  @Override
  public Optional<Runnable> prepare(Task task, int threads) {
    Rng rng = Rng.seed(1);
    Runnable work = switch (task) {
      case Task.Product product -> product(product, rng);
      case Task.Convolution convolution -> convolution(convolution, rng);
      case Task.Training training -> training(training, rng);
      case Task.Attack _ -> attack(rng);
      case Task.LanguageModel _ -> languageModel(rng);
      case Task.Sequence sequence -> sequence(sequence, rng);
      case Task.Elementwise elementwise -> elementwise(elementwise, rng);
      case Task.Pass pass -> pass(pass, rng);
    };
    if (task instanceof Task.Attack) {                                 // the classifier recycles its own memory
      return Optional.of(() -> Parallel.withThreads(threads, work));
    }
    Recycler memory = new Recycler();
    return Optional.of(() -> Parallel.withThreads(threads, () -> memory.run(work)));
  }

  private static Runnable product(Task.Product p, Rng rng) {
    float[] a = rng.normal(p.m() * p.k()).toFloatArray();
    float[] b = rng.normal(p.k() * p.n()).toFloatArray();
    float[] c = new float[p.m() * p.n()];
    int rowOfA = p.transposeA() ? p.m() : p.k();
    int rowOfB = p.transposeB() ? p.k() : p.n();
    return () -> Gemm.sgemm(p.transposeA(), p.transposeB(), p.m(), p.n(), p.k(), a, 0, rowOfA, b, 0, rowOfB,
        c, 0, p.n(), false);
  }

  private static Runnable convolution(Task.Convolution task, Rng rng) {
    Window window = Window.square(task.kernel(), 1, task.padding());
    Conv2d layer = new Conv2d(task.in(), task.out(), window, rng);
    Tensor images = rng.normal(Task.Convolution.BATCH, task.in(), task.size(), task.size());
    if (!task.backward()) {
      return () -> Graph.withoutRecording(() -> layer.forward(Variable.constant(images)));
    }
    int size = task.size() + 2 * task.padding() - task.kernel() + 1;
    Variable weights = Variable.constant(rng.normal(Task.Convolution.BATCH, task.out(), size, size));
    return () -> {
      Variable x = Variable.tracked(images);
      Gradients.ofWeighted(layer.forward(x), weights, List.of(x, layer.weight(), layer.bias()),
          Gradients.Options.DEFAULT);
    };
  }

  private static Module network(Task.Network network) {
    return Networks.valueOf(network.name()).build();
  }

  private static Tensor labels(int count, int classes, Rng rng) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> rng.nextInt(classes));
    return Tensor.ofInts(labels, count);
  }

  private static Runnable training(Task.Training task, Rng rng) {
    Module net = network(task.network());
    List<Parameter> parameters = net.parameters();
    Sgd optimizer = new Sgd(parameters, 0.01);
    Tensor images = rng.uniform(Task.Training.BATCH, 1, 28, 28);
    Tensor labels = labels(Task.Training.BATCH, 10, rng);
    return () -> {
      Variable loss = Losses.crossEntropy(net.forward(images), labels);
      optimizer.step(Gradients.of(loss, parameters));
    };
  }

  private static Runnable attack(Rng rng) {
    Classifier victim = Classifier.of(network(Task.Network.SMALL_CNN));
    Tensor images = rng.uniform(Task.Training.BATCH, 1, 28, 28);
    Untargeted goal = new Untargeted(labels(Task.Training.BATCH, 10, rng));
    Ball ball = Ball.linf(0.3);
    return () -> new ProjectedGradientDescent(40, 0.01)
        .perturb(victim, Examples.of(images, goal, Rng.seed(3)), ball);
  }

  private static Runnable languageModel(Rng rng) {
    TinyGpt model = new TinyGpt(rng);
    List<Parameter> parameters = model.parameters();
    AdamW optimizer = new AdamW(parameters, 1e-3, 0.01);
    int tokens = Task.LanguageModel.BATCH * Task.LanguageModel.LENGTH;
    Tensor input = labels(tokens, Task.LanguageModel.VOCABULARY, rng)
        .reshape(Task.LanguageModel.BATCH, Task.LanguageModel.LENGTH);
    Tensor next = labels(tokens, Task.LanguageModel.VOCABULARY, rng);
    return () -> {
      Variable loss = Losses.crossEntropy(model.forward(input), next);
      optimizer.step(Gradients.of(loss, parameters));
    };
  }

  private static Runnable sequence(Task.Sequence task, Rng rng) {
    boolean recurrent = task.layer() == Task.Layer.GRU;
    Module layer = recurrent ? new Gru(task.width(), task.size(), rng)
        : new MultiHeadAttention(task.width(), task.size(), rng);
    Tensor sequences = rng.normal(task.batch(), task.length(), task.width());
    Variable weights = Variable.constant(
        rng.normal(task.batch(), task.length(), recurrent ? task.size() : task.width()));
    return () -> {
      Variable x = Variable.tracked(sequences);
      List<Variable> targets = new ArrayList<>(layer.parameters());
      targets.add(x);
      Gradients.ofWeighted(layer.forward(x), weights, targets, Gradients.Options.DEFAULT);
    };
  }

  private static Runnable elementwise(Task.Elementwise task, Rng rng) {
    int n = task.n();
    float[] x = rng.normal(n).toFloatArray();
    float[] y = rng.normal(n).toFloatArray();
    float[] out = new float[n];
    return switch (task.function()) {
      case EXP -> inChunks(n, (from, to) -> FloatFunctions.exp(x, from, out, from, to - from));
      case TANH -> inChunks(n, (from, to) -> FloatFunctions.tanh(x, from, out, from, to - from));
      case RELU -> inChunks(n, (from, to) -> Elementwise.relu(x, from, out, from, to - from));
      case ADD -> inChunks(n, (from, to) -> Elementwise.add(x, from, y, from, out, from, to - from));
      case SUM -> {
        Tensor all = Tensor.of(x, n);
        yield all::sum;
      }
    };
  }

  private static Runnable inChunks(int n, Parallel.RangeBody body) {
    return () -> Parallel.forRange(n, GRAIN, body);
  }

  private static Runnable pass(Task.Pass task, Rng rng) {
    Tensor x = rng.normal(task.shape());
    return switch (task.kind()) {
      case SOFTMAX -> () -> Softmaxes.softmax(x);
      case TRANSPOSE -> () -> x.t().contiguous();
      case MAX_POOL -> () -> Pooling2d.largest(x, Window.square(2, 2, 0));
      case BATCH_NORM -> {
        BatchNorm2d layer = new BatchNorm2d(x.size(1));
        yield () -> Graph.withoutRecording(() -> layer.forward(Variable.constant(x)));
      }
      case LAYER_NORM -> {
        LayerNorm layer = new LayerNorm(x.size(1));
        yield () -> Graph.withoutRecording(() -> layer.forward(Variable.constant(x)));
      }
    };
  }
}
