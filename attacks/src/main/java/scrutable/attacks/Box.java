package scrutable.attacks;

import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The values that an input may have at all: every element between `lo` and `hi`, such as [0, 1] for pixels.
///
/// The box belongs to the input as the user sees it. A network that wants standardised inputs does that in
/// its first layer, so that a budget always is in units of pixels.
public record Box(double lo, double hi) {
  /// From black to white: [0, 1].
  public static final Box UNIT = new Box(0, 1);

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException unless `lo <= hi`
  public Box {
    if (!(lo <= hi)) {
      throw new IllegalArgumentException("Box: lo " + lo + " is not <= hi " + hi);
    }
  }

  /// All numbers, for inputs without bounds.
  public static Box unbounded() {
    return new Box(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /// The nearest input in the box.
  public Tensor clip(Tensor inputs) {
    return inputs.clamp(lo, hi);
  }

  /// Checks that every element lies in the box.
  ///
  /// @throws IllegalArgumentException naming the first element that does not, or is not a number
  public void require(Tensor inputs) {
    int outside = firstOutside(inputs);
    if (outside >= 0) {
      throw new IllegalArgumentException("the input " + describe(inputs, outside) + ", outside the box [" + lo
          + ", " + hi + "]; if the network wants other values, scale them in its first layer");
    }
  }

  /// The row-major place of the first element outside the box (or NaN), or -1.
  int firstOutside(Tensor inputs) {
    double[] elements = inputs.toDoubleArray();
    for (int i = 0; i < elements.length; i++) {
      if (!(elements[i] >= lo && elements[i] <= hi)) {
        return i;
      }
    }
    return -1;
  }

  static String describe(Tensor inputs, int place) {
    int[] strides = Shape.strides(inputs.shape());
    int[] index = new int[strides.length];
    for (int axis = 0, rest = place; axis < index.length; axis++) {
      index[axis] = rest / strides[axis];
      rest %= strides[axis];
    }
    return "at " + Shape.text(index) + " is " + inputs.get(index);
  }
}
