package scrutable.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Op;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.autograd.ViewOp;
import scrutable.nn.Losses;
import scrutable.nn.ModeDependent;
import scrutable.nn.Module;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Looks at a network and its first examples for mistakes that raise no error and spoil the training all the same.
///
/// ```java
/// System.out.println(TrainingCheck.of(network, digits));
/// ```
///
/// Nothing is trained; parameters, buffers, generators and modes are as before. What is found may be meant, so these
/// are words and no errors: softmax before the cross-entropy, parts that `describe` forgets, `(N, 1)` minus `(N,)`,
/// parameters that cannot learn, inputs in the wrong units, a first loss far above that of guessing, one class only.
///
/// @param findings what is suspicious, one sentence or two each, with what to do; empty if nothing is
public record TrainingCheck(List<String> findings) {
  private static final int EXAMPLES = 32;
  private static final double ROUNDING = 1e-4;
  private static final double LARGE_INPUT = 50;
  private static final double LOUD_START = 4;

  public TrainingCheck {
    findings = List.copyOf(findings);
  }

  /// Checks a classifier that is trained by the cross-entropy.
  ///
  /// @throws IllegalArgumentException if there are fewer than two examples
  public static TrainingCheck of(Module classifier, Dataset data) {
    List<String> findings = new ArrayList<>();
    Tensor inputs = first(data, EXAMPLES).inputs();
    keepingState(classifier, () -> {
      probabilities(classifier, inputs).ifPresent(findings::add);
      loudStart(classifier, first(data, EXAMPLES), data.classCount()).ifPresent(findings::add);
    });
    oneClass(data).ifPresent(findings::add);
    findings.addAll(of(classifier, data, batch ->
        Losses.crossEntropy(classifier.forward(batch.inputs()), batch.labels())).findings);
    return new TrainingCheck(findings);
  }

  /// Checks a network of any kind.
  ///
  /// @param loss of a batch: a scalar, computed by the network
  /// @throws IllegalArgumentException if there are fewer than two examples
  public static TrainingCheck of(Module network, Dataset data, Function<Batch, Variable> loss) {
    if (data.size() < 2) {
      throw new IllegalArgumentException("TrainingCheck needs two examples at least; there are " + data.size());
    }
    List<String> findings = new ArrayList<>();
    Batch batch = first(data, EXAMPLES);
    largeInputs(batch.inputs()).ifPresent(findings::add);
    keepingState(network, () -> {
      notSwitchedOff(network, batch.inputs()).ifPresent(findings::add);
      network.train();
      Variable output = loss.apply(batch);
      findings.addAll(forgotten(network, output));
      findings.addAll(unlearnable(network, output));
      Batch less = first(data, batch.size() - 1);
      crossed(output, batch.size()).filter(found -> crossed(loss.apply(less), less.size()).isPresent())
          .ifPresent(findings::add);
    });
    return new TrainingCheck(findings);
  }

  /// Says whether a network is ready to be judged or attacked by code of your own, which unlike [Metrics] and the
  /// attacks of this library does not switch it.
  public static TrainingCheck ofEvaluation(Module network, Tensor inputs) {
    List<String> findings = new ArrayList<>();
    List<String> training = network.modeDependent().stream().filter(ModeDependent::isTraining)
        .map(module -> module.getClass().getSimpleName()).distinct().toList();
    if (!training.isEmpty()) {
      findings.add("the network is in training mode, where " + String.join(", ", training) + " answer otherwise; call"
          + " network.eval() before you evaluate or attack it, or network.evaluating(...) around that");
    }
    keepingState(network, () -> {
      notSwitchedOff(network, inputs).ifPresent(findings::add);
      probabilities(network, inputs).ifPresent(findings::add);
    });
    return new TrainingCheck(findings);
  }

  private static Batch first(Dataset data, int count) {
    return data.take(Math.min(count, data.size())).batches(count).iterator().next();
  }

  private static void keepingState(Module network, Runnable work) {
    Map<String, Tensor> state = network.state();
    Map<String, Rng> generators = network.namedGenerators();
    List<Rng.State> drawn = generators.values().stream().map(Rng::state).toList();
    try {
      network.evaluating(() -> {
        work.run();
        return null;
      });
    } finally {
      network.load(state);
      int i = 0;
      for (Rng generator : generators.values()) {
        generator.moveTo(drawn.get(i++));
      }
    }
  }

  private static Optional<String> probabilities(Module network, Tensor inputs) {
    Tensor answers = network.evaluating(() -> Graph.withoutRecording(() -> network.forward(inputs))).value();
    boolean oneRowEach = answers.rank() == 2 && answers.size(1) > 1;
    boolean suspicious = oneRowEach && answers.min().item() >= 0
        && answers.sum(false, 1).sub(1).abs().max().item() < ROUNDING;
    return suspicious ? Optional.of("the answers are not negative and sum up to 1: they are probabilities already, but"
        + " crossEntropy and attacks take logits and apply softmax themselves. Twice, it leaves only small differences,"
        + " and gradients that vanish: leave out the Softmax at the end") : Optional.empty();
  }

  private static Optional<String> loudStart(Module network, Batch batch, int classes) {
    double loss = Losses.crossEntropy(network.evaluating(() -> Graph.withoutRecording(() ->
        network.forward(batch.inputs()))), batch.labels()).item();
    double guessing = StrictMath.log(classes);
    return loss > LOUD_START * guessing ? Optional.of(String.format(Locale.ROOT, "the loss is %.2f before any training,"
        + " and guessing would have ln %d = %.2f: the network begins sure of wrong answers. Are the first weights too"
        + " large, or the inputs?", loss, classes, guessing)) : Optional.empty();
  }

  private static Optional<String> oneClass(Dataset data) {
    int[] counts = data.countPerClass();
    int largest = Arrays.stream(counts).max().orElse(0);
    return counts.length > 1 && largest == data.size() ? Optional.of("all " + largest + " examples are of one class,"
        + " though there are " + counts.length + ": was the data sorted before it was cut?") : Optional.empty();
  }

  private static Optional<String> largeInputs(Tensor inputs) {
    double largest = inputs.abs().max().item();
    return largest > LARGE_INPUT ? Optional.of(String.format(Locale.ROOT, "an input is as large as %.4g; steps suit"
        + " inputs around 1: pixels from 0 to 255 want to be divided by 255, measurements to be standardised", largest))
        : Optional.empty();
  }

  private static Optional<String> notSwitchedOff(Module network, Tensor inputs) {
    Tensor once = network.evaluating(() -> Graph.withoutRecording(() -> network.forward(inputs))).value();
    Tensor again = network.evaluating(() -> Graph.withoutRecording(() -> network.forward(inputs))).value();
    return once.equalTo(again).min().item() == 1 ? Optional.empty() : Optional.of("in evaluation mode the network"
        + " answers the same question twice in different ways: something random in it is not switched off. eval()"
        + " reaches a Dropout only if describe names it: parts.child(\"dropout\", dropout)");
  }

  /// Parameters that the loss depends on and `describe` does not name.
  private static List<String> forgotten(Module network, Variable loss) {
    Set<Parameter> named = Collections.newSetFromMap(new IdentityHashMap<>());
    named.addAll(network.parameters());
    return Graph.variables(loss).stream().filter(Parameter.class::isInstance).map(Parameter.class::cast)
        .filter(parameter -> !named.contains(parameter))
        .map(parameter -> "the loss depends on a parameter of shape " + Shape.text(parameter.shape()) + " that describe"
            + " does not name: it is not trained, saved or loaded. Name it, parts.parameter(\"weight\", weight), or the"
            + " module that holds it, parts.child(\"inner\", inner)").toList();
  }

  /// Named parameters that no example moves.
  private static List<String> unlearnable(Module network, Variable loss) {
    if (network.parameterCount() == 0) {
      return List.of("the network has no parameters; if it consists of modules, its describe must name them:"
          + " parts.child(\"inner\", inner)");
    }
    if (!loss.isTracked()) {
      return List.of("the loss depends on no parameter at all: was it computed from value() or detach(), or inside of"
          + " withoutRecording?");
    }
    Gradients gradients = Gradients.of(loss, network.parameters(), Gradients.Options.ALLOW_UNUSED);
    List<String> still = new ArrayList<>();
    network.namedParameters().forEach((name, parameter) -> {
      if (gradients.get(parameter).abs().max().item() == 0) {
        still.add(name);
      }
    });
    return still.isEmpty() ? List.of() : List.of("the gradient of " + String.join(", ", still) + " is exactly zero: no"
        + " step will change it. It is not used, cut off by detach(), or behind units that no example switches on");
  }

  /// A column and a row of the batch that were blown up to a square against each other.
  private static Optional<String> crossed(Variable loss, int count) {
    for (Variable variable : Graph.variables(loss)) {
      List<Variable> operands = variable.operands();
      boolean square = operands.size() == 2 && variable.value().hasShape(count, count);
      if (square && operands.stream().anyMatch(operand -> isColumnBlownUp(operand, count))) {
        return Optional.of(variable.op().name() + " makes a square (" + count + ", " + count + ") of a column (" + count
            + ", 1) and a row (" + count + ",): every example meets every other. Give both one shape, such as"
            + " output.reshape(-1) or target.reshape(-1, 1)");
      }
    }
    return Optional.empty();
  }

  private static boolean isColumnBlownUp(Variable operand, int count) {
    Op op = operand.op();
    return op instanceof ViewOp.Expand && operand.value().hasShape(count, count)
        && operand.operands().getFirst().value().hasShape(count, 1);
  }

  /// One finding a line, or that nothing was found.
  @Override
  public String toString() {
    return findings.isEmpty() ? "nothing suspicious"
        : String.join("\n", findings.stream().map(one -> "- " + one).toList());
  }
}
