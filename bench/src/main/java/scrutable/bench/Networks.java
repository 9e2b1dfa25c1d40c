package scrutable.bench;

import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.tensor.ConvolutionMethod;
import scrutable.tensor.Rng;
import scrutable.tensor.Window;

/// The networks whose training is measured; all take `(N, 1, 28, 28)`.
public enum Networks {
  /// Two convolutions of 32 and 64 channels, one pooling, two linear layers: 1.2 million parameters.
  SMALL_CNN,
  /// The same, its second convolution by Winograd's method. (The first has one input channel: too few.)
  SMALL_CNN_WINOGRAD,
  /// LeCun et al. 1998, with rectifiers and max pooling.
  LENET5,
  /// 784-512-10.
  MLP;

  Module build() {
    Rng rng = Rng.seed(1);
    return switch (this) {
      case SMALL_CNN -> smallCnn(ConvolutionMethod.DIRECT, rng);
      case SMALL_CNN_WINOGRAD -> smallCnn(ConvolutionMethod.WINOGRAD, rng);
      case LENET5 -> new Sequential(
          new Conv2d(1, 6, Window.square(5, 1, 2), rng), new Relu(), new MaxPool2d(2),
          new Conv2d(6, 16, 5, rng), new Relu(), new MaxPool2d(2),
          new Flatten(), new Linear(400, 120, rng), new Relu(), new Linear(120, 84, rng), new Relu(),
          new Linear(84, 10, rng));
      case MLP -> new Sequential(new Flatten(), new Linear(784, 512, rng), new Relu(), new Linear(512, 10, rng));
    };
  }

  private static Module smallCnn(ConvolutionMethod method, Rng rng) {
    return new Sequential(
        new Conv2d(1, 32, 3, rng), new Relu(), new Conv2d(32, 64, Window.square(3, 1, 0), method, rng), new Relu(),
        new MaxPool2d(2), new Flatten(), new Linear(9216, 128, rng), new Relu(), new Linear(128, 10, rng));
  }
}
