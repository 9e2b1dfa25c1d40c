package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Window;

/// The largest number of each window of each channel: `(N, C, H, W)` to `(N, C, OH, OW)`.
///
/// The gradient goes to the largest number alone, to the first one if there are several.
public record MaxPool2d(Window window) implements Module {

  /// Square windows side by side; rows and columns left over at the end are ignored.
  public MaxPool2d(int size) {
    this(Window.square(size, size, 0));
  }

  @Override
  public Variable forward(Variable x) {
    return Functions.maxPool2d(x, window);
  }
}
