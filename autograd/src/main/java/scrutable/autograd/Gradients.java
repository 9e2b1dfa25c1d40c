package scrutable.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The gradients of one output with respect to some variables: reverse-mode differentiation.
///
/// The graph is walked from the output to its inputs in reverse topological order: an operation is visited
/// when every gradient that flows into its output has arrived, never before. Depth-first recursion in the
/// order of the inputs gets this wrong already for `a = 1; b = a + a; c = b + b`, and overflows the stack on
/// deep graphs; so the order is computed first, with a stack of its own.
///
/// Only what lies between the output and the targets is differentiated: an attack that asks for the gradient
/// of the input computes no gradient of a weight.
///
/// Source: Linnainmaa 1970; Griewank and Walther, "Evaluating Derivatives", 2nd ed. 2008, chapter 3.
public final class Gradients {
  private final Map<Variable, Variable> byTarget;

  private Gradients(Map<Variable, Variable> byTarget) {
    this.byTarget = byTarget;
  }

  /// What may be asked for besides the gradients themselves.
  ///
  /// @param createGraph keep the graph of the gradient, so that it can be differentiated again
  /// @param allowUnused give zeros for a target that the output does not depend on, instead of an error
  public record Options(boolean createGraph, boolean allowUnused) {
    public static final Options DEFAULT = new Options(false, false);
    public static final Options CREATE_GRAPH = new Options(true, false);
    public static final Options ALLOW_UNUSED = new Options(false, true);
  }

  /// The gradients of a scalar.
  ///
  /// @throws IllegalArgumentException if `output` is not a scalar, a target is not tracked, or the output does
  ///     not depend on a target
  public static Gradients of(Variable output, Variable... targets) {
    return of(output, Arrays.asList(targets), Options.DEFAULT);
  }

  /// The gradients of a scalar; see [#of(Variable, Variable...)].
  public static Gradients of(Variable output, List<? extends Variable> targets) {
    return of(output, targets, Options.DEFAULT);
  }

  /// The gradients of a scalar, with options.
  public static Gradients of(Variable output, List<? extends Variable> targets, Options options) {
    if (output.value().elementCount() != 1) {
      throw new IllegalArgumentException("the gradient of a variable of shape " + Shape.text(output.shape())
          + " is not one tensor but a Jacobian: reduce it to a scalar first (sum, mean),"
          + " or use ofWeighted");
    }
    Variable one = Variable.constant(Tensor.full(1, output.dtype(), output.shape()));
    return ofWeighted(output, one, targets, options);
  }

  /// The vector-Jacobian product: the gradients of `sum(weights * output)`, for an output of any shape.
  ///
  /// @param weights of the shape and type of the output
  /// @throws IllegalArgumentException if they are not; else as [#of(Variable, Variable...)]
  public static Gradients ofWeighted(Variable output, Variable weights, List<? extends Variable> targets,
      Options options) {
    if (!output.value().sameShape(weights.value()) || output.dtype() != weights.dtype()) {
      throw new IllegalArgumentException("ofWeighted: the weights are " + weights.dtype() + " "
          + Shape.text(weights.shape()) + ", but must have the shape and type of the output, " + output.dtype() + " "
          + Shape.text(output.shape()));
    }
    for (Variable target : targets) {
      if (!target.isTracked()) {
        throw new IllegalArgumentException("a target of shape " + Shape.text(target.shape())
            + " is a constant: make it with Variable.tracked(...) before the output is computed");
      }
    }
    Map<Variable, Variable> found = options.createGraph()
        ? Graph.recording(() -> backwards(output, weights, targets, true))
        : Graph.withoutRecording(() -> backwards(output, weights, targets, false));
    Map<Variable, Variable> gradients = new LinkedHashMap<>();
    for (Variable target : targets) {
      Variable gradient = found.get(target);
      if (gradient == null) {
        if (!options.allowUnused()) {
          throw new IllegalArgumentException("the output does not depend on a target of shape "
              + Shape.text(target.shape()) + ": it was computed from something else, or detached on the way."
              + " If that is meant, allow it with Options.ALLOW_UNUSED to get zeros");
        }
        gradient = Variable.constant(Tensor.zeros(target.dtype(), target.shape()));
      }
      boolean cut = gradient.isTracked() && !options.createGraph();
      gradients.put(target, cut ? gradient.detach() : gradient);
    }
    return new Gradients(gradients);
  }

  /// Gradients that come from elsewhere: clipped, averaged over examples, made up for a test.
  ///
  /// @throws IllegalArgumentException if a gradient has not the shape and type of its target
  public static Gradients ofTensors(Map<? extends Variable, Tensor> byTarget) {
    Map<Variable, Variable> gradients = new LinkedHashMap<>();
    byTarget.forEach((target, gradient) -> {
      if (!gradient.sameShape(target.value()) || gradient.dtype() != target.dtype()) {
        throw new IllegalArgumentException("ofTensors: a gradient is " + gradient.dtype() + " "
            + Shape.text(gradient.shape()) + ", but its target " + target.dtype() + " "
            + Shape.text(target.shape()));
      }
      gradients.put(target, Variable.constant(gradient));
    });
    return new Gradients(gradients);
  }

  /// The variables that the gradients belong to, in the order in which they were asked for.
  public List<Variable> targets() {
    return List.copyOf(byTarget.keySet());
  }

  /// The gradient with respect to one of the targets.
  ///
  /// @throws IllegalArgumentException if that variable was not among the targets
  public Tensor get(Variable target) {
    return variable(target).value();
  }

  /// The gradient as a variable: with `createGraph` it can be differentiated again.
  public Variable variable(Variable target) {
    Variable gradient = byTarget.get(target);
    if (gradient == null) {
      throw new IllegalArgumentException("no gradient was asked for with respect to this variable of shape "
          + Shape.text(target.shape()));
    }
    return gradient;
  }

  /// Adds the gradient of a scalar to every tracked leaf it depends on.
  static void accumulate(Variable output) {
    List<Variable> leaves = new ArrayList<>();
    for (Variable variable : inTopologicalOrder(output)) {
      if (variable.isLeaf()) {
        leaves.add(variable);
      }
    }
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("backward: the output depends on no tracked variable: it was computed"
          + " from constants, detached, or made without recording");
    }
    leaves.forEach(Variable::requireFreshGradient);
    Gradients gradients = of(output, leaves);
    for (Variable leaf : leaves) {
      leaf.accumulate(gradients.get(leaf));
    }
  }

  /// The walk itself: what has arrived at each target.
  ///
  /// @param seed dL/d output
  /// @return the gradients by target; no entry for a target that `output` does not depend on
  private static Map<Variable, Variable> backwards(Variable output, Variable seed,
      List<? extends Variable> targets, boolean createGraph) {
    Set<Variable> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    wanted.addAll(targets);
    List<Variable> order = inTopologicalOrder(output);
    Set<Variable> onTheWay = Collections.newSetFromMap(new IdentityHashMap<>(order.size()));
    for (Variable variable : order) {
      if (wanted.contains(variable) || anyOf(variable.inputs(), onTheWay)) {
        onTheWay.add(variable);
      }
    }
    //: task 1.7
    Map<Variable, Variable> arrived = new IdentityHashMap<>();
    Map<Variable, Variable> results = new IdentityHashMap<>();
    arrived.put(output, seed);
    for (Variable variable : order.reversed()) {
      Variable gradient = onTheWay.contains(variable) ? arrived.remove(variable) : null;
      if (gradient == null) {
        continue;
      }
      if (wanted.contains(variable)) {
        results.put(variable, gradient);
      }
      variable.requireUnchangedInputs();
      Variable[] inputs = variable.inputs();
      for (int i = 0; i < inputs.length; i++) {
        if (onTheWay.contains(inputs[i])) {
          Variable share = pullBack(variable, i, gradient, createGraph);
          arrived.merge(inputs[i], share, Variable::add);
        }
      }
    }
    return results;
    //: end
  }

  /// The one place that chooses between an operation's rule and its shortcut.
  private static Variable pullBack(Variable output, int i, Variable gradient, boolean createGraph) {
    Op op = output.op();
    boolean shorter = !createGraph && op instanceof Shortcut;
    Variable share = shorter
        ? bypass((Shortcut) op, i, gradient, output)
        : op.vjp(i, gradient, output.inputs(), output);
    Variable input = output.inputs()[i];
    if (share == null || !share.value().sameShape(input.value()) || share.dtype() != input.dtype()) {
      throw new IllegalStateException(op.name() + (shorter ? ".shortcut" : ".vjp") + " gave a gradient of shape "
          + (share == null ? "null" : Shape.text(share.shape()) + " and type " + share.dtype()) + " for input " + i
          + " of shape " + Shape.text(input.shape()) + " and type " + input.dtype()
          + "; a gradient has the shape and the type of its input");
    }
    NumericsGuard.check(op, new Tensor[] {gradient.value()}, share.value());
    return share;
  }

  private static Variable bypass(Shortcut op, int i, Variable gradient, Variable output) {
    Variable[] inputs = output.inputs();
    Tensor[] values = new Tensor[inputs.length];
    for (int j = 0; j < values.length; j++) {
      values[j] = inputs[j].value();
    }
    Tensor share = op.shortcut(i, gradient.value(), values, output.value());
    return share == null ? null : Variable.constant(share);
  }

  private static boolean anyOf(Variable[] variables, Set<Variable> set) {
    for (Variable variable : variables) {
      if (set.contains(variable)) {
        return true;
      }
    }
    return false;
  }

  /// The tracked variables that `output` depends on, and `output` itself, each once and after all of its inputs. Empty
  /// if `output` is a constant.
  ///
  /// It takes time in proportion to the size of the graph, and no more of the thread's stack for a deep one.
  public static List<Variable> inTopologicalOrder(Variable output) {
    //: task 1.6
    List<Variable> order = new ArrayList<>();
    Map<Variable, Boolean> inputsDone = new IdentityHashMap<>();         // of the variables seen so far
    Deque<Variable> stack = new ArrayDeque<>();
    if (output.isTracked()) {
      stack.push(output);
    }
    while (!stack.isEmpty()) {
      Variable variable = stack.peek();
      Boolean done = inputsDone.putIfAbsent(variable, false);
      if (done == null) {
        for (Variable input : variable.inputs()) {
          if (input.isTracked() && !inputsDone.containsKey(input)) {
            stack.push(input);
          }
        }
      } else {
        stack.pop();
        if (!done) {
          inputsDone.put(variable, true);
          order.add(variable);
        }
      }
    }
    return order;
    //: end
  }

  @Override
  public String toString() {
    return byTarget.values().stream().map(gradient -> Shape.text(gradient.value().shape()))
        .collect(Collectors.joining(", ", "Gradients: ", ""));
  }
}
