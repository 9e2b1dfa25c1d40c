package scrutable.lessons.instruments;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Differentiation in reverse on one screen: a number that remembers what it was made of.
///
/// Each operation keeps its inputs and, for each of them, the slope of its result: for `x y` these are `y` and `x`.
/// That is the whole graph. [#backward] then walks it from the result to the leaves and multiplies the slopes (the
/// chain rule); where a number was used twice, what comes back along both ways is added.
///
/// The engine of this project does the same with tensors ([scrutable.autograd.Gradients]); its slopes are functions of
/// the gradient, and they can be differentiated again.
public final class Scalar {
  private final double value;
  private final Scalar[] inputs;
  private final double[] slopes;
  private double gradient;

  private Scalar(double value, Scalar[] inputs, double... slopes) {
    this.value = value;
    this.inputs = inputs;
    this.slopes = slopes;
  }

  /// A leaf: a number that was made of nothing.
  public static Scalar of(double value) {
    return new Scalar(value, new Scalar[0]);
  }

  //: code operations
  public Scalar plus(Scalar other) {
    return new Scalar(value + other.value, new Scalar[] {this, other}, 1, 1);
  }

  public Scalar times(Scalar other) {
    return new Scalar(value * other.value, new Scalar[] {this, other}, other.value, value);
  }

  public Scalar exp() {
    double result = StrictMath.exp(value);
    return new Scalar(result, new Scalar[] {this}, result);
  }

  public Scalar tanh() {
    double result = StrictMath.tanh(value);
    return new Scalar(result, new Scalar[] {this}, 1 - result * result);
  }
  //: end

  //: code backward
  /// Adds the derivative of this number with respect to each number that it was made of to that number's gradient.
  public void backward() {
    gradient = 1;
    for (Scalar number : usersFirst()) {
      number.pass();
    }
  }

  private void pass() {
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].gradient += gradient * slopes[i];
    }
  }

  /// An order in which every number comes after all that were made of it: when its turn comes, its gradient is
  /// complete.
  private List<Scalar> usersFirst() {
    Set<Scalar> inputsFirst = new LinkedHashSet<>();
    visit(inputsFirst);
    return new ArrayList<>(inputsFirst).reversed();
  }

  private void visit(Set<Scalar> done) {
    if (!done.contains(this)) {
      for (Scalar input : inputs) {
        input.visit(done);
      }
      done.add(this);
    }
  }
  //: end

  //: code depth-first
  /// The mistake: each number passes its gradient on as soon as it gets some. One that was used twice does so twice,
  /// the second time with what it had already passed on.
  public void backwardDepthFirst() {
    gradient = 1;
    passAtOnce();
  }

  private void passAtOnce() {
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].gradient += gradient * slopes[i];
      inputs[i].passAtOnce();
    }
  }
  //: end

  public double value() {
    return value;
  }

  public double gradient() {
    return gradient;
  }
}
