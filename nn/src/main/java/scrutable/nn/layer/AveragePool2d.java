package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Window;

/// The average of each window of each channel: `(N, C, H, W)` to `(N, C, OH, OW)`. Padding counts as zeros.
public record AveragePool2d(Window window) implements Module {

  /// Square windows side by side; rows and columns left over at the end are ignored.
  public AveragePool2d(int size) {
    this(Window.square(size, size, 0));
  }

  @Override
  public Variable forward(Variable x) {
    return Functions.averagePool2d(x, window);
  }
}
