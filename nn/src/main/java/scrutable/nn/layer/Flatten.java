package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.Module;

/// Lays each example out as one row: `(N, C, H, W)` to `(N, C H W)`, row by row, channel by channel.
public record Flatten() implements Module {
  @Override
  public Variable forward(Variable x) {
    if (x.rank() < 1) {
      throw new IllegalArgumentException("Flatten: a scalar has no axis of examples; expected (N, ...)");
    }
    int examples = x.size(0);
    int features = 1;
    for (int axis = 1; axis < x.rank(); axis++) {
      features *= x.size(axis);
    }
    return x.reshape(examples, features);
  }
}
