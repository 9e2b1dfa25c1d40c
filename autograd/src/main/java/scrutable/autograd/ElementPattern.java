package scrutable.autograd;

import java.util.ArrayList;
import java.util.List;

/// Recognises wrong derivatives of functions of single elements: which formula the rule computes, and which is right.
///
/// For `y = f(x)`, element by element, both gradients are the incoming one times a factor. The factor is looked for
/// among the formulas that occur in derivatives, in terms of x, y and another input.
final class ElementPattern {
  private final Evidence evidence;
  private final double[] other;
  private final String x;
  private final String o;

  private ElementPattern(Evidence evidence) {
    this.evidence = evidence;
    int second = 1 - evidence.input();
    boolean pair = evidence.difference().inputs() == 2
        && evidence.difference().tensors()[second].elementCount() == evidence.x().length;
    this.other = pair ? evidence.difference().tensors()[second].toDoubleArray() : null;
    this.x = evidence.name(evidence.input());
    this.o = evidence.name(second);
  }

  /// What is recognised; empty if nothing is, or if the function is not one of single elements.
  static String text(Evidence evidence) {
    return evidence.x().length >= 3 && evidence.isElementwise() ? new ElementPattern(evidence).text() : "";
  }

  private interface Formula {
    double of(double x, double y, double other, double g);
  }

  /// @param text how it is written
  private record Named(String text, Formula formula) {}

  private String text() {
    Named wrong = find(evidence.analytic());
    Named right = find(evidence.numeric());
    if (wrong == null || wrong.equals(right)) {
      return "";
    }
    return "the rule multiplies g by " + wrong.text() + (right == null
        ? ", which is not the derivative: a factor is wrong, or a term is missing (as of a product rule)"
        : ", right is " + right.text());
  }

  /// The first formula whose product with the incoming gradient gives these numbers; null if there is none.
  private Named find(double[] gradient) {
    for (double factor : new double[] {1, -1, 2, -2, 0.5, -0.5}) {
      for (Named named : formulas()) {
        double[] values = new double[gradient.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = factor * evidence.g()[i] * named.formula().of(evidence.x()[i], evidence.y()[i],
              other == null ? 1 : other[i], evidence.g()[i]);
        }
        if (evidence.same(values, gradient)) {
          String sign = factor == 1 ? "" : factor == -1 ? "-" : factor + " ";
          return factor == 1 ? named : new Named(sign + (named.text().contains(" ") ? "(" + named.text() + ")"
              : named.text()), named.formula());
        }
      }
    }
    return null;
  }

  private List<Named> formulas() {
    List<Named> list = new ArrayList<>();
    list.add(new Named("1", (x, y, o, g) -> 1));
    list.add(new Named("1 where " + x + " > 0, else 0", (x, y, o, g) -> x > 0 ? 1 : 0));
    list.add(new Named("1 where " + x + " < 0, else 0", (x, y, o, g) -> x < 0 ? 1 : 0));
    list.add(new Named("1 where g > 0, else 0", (x, y, o, g) -> g > 0 ? 1 : 0));
    list.add(new Named("1 where both g and " + x + " > 0, else 0", (x, y, o, g) -> g > 0 && x > 0 ? 1 : 0));
    list.add(new Named("the sign of " + x, (x, y, o, g) -> Math.signum(x)));
    if (other != null) {
      list.addAll(powers());
    }
    for (String name : new String[] {x, "y"}) {
      boolean ofX = name.equals(x);
      list.add(new Named(name, (x, y, o, g) -> ofX ? x : y));
      list.add(new Named(name + "^2", (x, y, o, g) -> square(ofX ? x : y)));
      list.add(new Named(name + "^3", (x, y, o, g) -> square(ofX ? x : y) * (ofX ? x : y)));
      list.add(new Named("|" + name + "|", (x, y, o, g) -> Math.abs(ofX ? x : y)));
      list.add(new Named("1 / " + name, (x, y, o, g) -> 1 / (ofX ? x : y)));
      list.add(new Named("1 / " + name + "^2", (x, y, o, g) -> 1 / square(ofX ? x : y)));
      list.add(new Named("1 - " + name, (x, y, o, g) -> 1 - (ofX ? x : y)));
      list.add(new Named("1 + " + name, (x, y, o, g) -> 1 + (ofX ? x : y)));
      list.add(new Named("1 - " + name + "^2", (x, y, o, g) -> 1 - square(ofX ? x : y)));
      list.add(new Named("1 + " + name + "^2", (x, y, o, g) -> 1 + square(ofX ? x : y)));
      list.add(new Named(name + " (1 - " + name + ")", (x, y, o, g) -> (ofX ? x : y) * (1 - (ofX ? x : y))));
      list.add(new Named(name + " (1 + " + name + ")", (x, y, o, g) -> (ofX ? x : y) * (1 + (ofX ? x : y))));
      list.add(new Named("e^" + name, (x, y, o, g) -> StrictMath.exp(ofX ? x : y)));
      list.add(new Named("e^-" + name, (x, y, o, g) -> StrictMath.exp(-(ofX ? x : y))));
    }
    list.add(new Named("y / " + x, (x, y, o, g) -> y / x));
    list.add(new Named(x + " y", (x, y, o, g) -> x * y));
    list.add(new Named("cos " + x, (x, y, o, g) -> StrictMath.cos(x)));
    list.add(new Named("sin " + x, (x, y, o, g) -> StrictMath.sin(x)));
    list.add(new Named("tanh " + x, (x, y, o, g) -> StrictMath.tanh(x)));
    list.add(new Named("sigmoid(" + x + ")", (x, y, o, g) -> 1 / (1 + StrictMath.exp(-x))));
    list.add(new Named("e^(-" + x + "^2)", (x, y, o, g) -> StrictMath.exp(-x * x)));
    list.add(new Named("ln " + x, (x, y, o, g) -> StrictMath.log(x)));
    return list;
  }

  /// Products of powers of both inputs.
  private List<Named> powers() {
    List<Named> list = new ArrayList<>();
    for (int p : new int[] {0, 1, -1, 2, -2}) {
      for (int q : new int[] {1, -1, 2, -2}) {
        String above = power(x, p) + (p > 0 && q > 0 ? " " : "") + power(o, q);
        String below = power(x, -p) + (p < 0 && q < 0 ? " " : "") + power(o, -q);
        String text = below.isEmpty() ? above : (above.isEmpty() ? "1" : above) + " / "
            + (below.contains(" ") ? "(" + below + ")" : below);
        list.add(new Named(text, (x, y, o, g) -> StrictMath.pow(x, p) * StrictMath.pow(o, q)));
      }
    }
    return list;
  }

  private static String power(String name, int exponent) {
    return exponent <= 0 ? "" : exponent == 1 ? name : name + "^" + exponent;
  }

  private static double square(double value) {
    return value * value;
  }
}
