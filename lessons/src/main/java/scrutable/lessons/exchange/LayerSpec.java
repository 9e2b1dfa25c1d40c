package scrutable.lessons.exchange;

import scrutable.nn.Module;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Window;
import scrutable.tensor.io.Json;

/// One layer of an [Architecture]; the fields have the names of PyTorch's constructor arguments.
public sealed interface LayerSpec {
  record Convolution(int in, int out, int kernel, int stride, int padding) implements LayerSpec {}

  record FullyConnected(int in, int out) implements LayerSpec {}

  record Rectifier() implements LayerSpec {}

  record Pooling(int kernel) implements LayerSpec {}

  record Flattening() implements LayerSpec {}

  /// How many numbers the layer learns; a double, since a file may name sizes whose product no `long` holds.
  default double weights() {
    return switch (this) {
      case Convolution c -> (double) c.out * c.in * c.kernel * c.kernel + c.out;
      case FullyConnected f -> (double) f.out * f.in + f.out;
      case Rectifier _, Pooling _, Flattening _ -> 0;
    };
  }

  /// The layer, with random weights if it has any.
  default Module build(Rng rng) {
    return switch (this) {
      case Convolution c -> new Conv2d(c.in, c.out, Window.square(c.kernel, c.stride, c.padding), rng);
      case FullyConnected f -> new Linear(f.in, f.out, rng);
      case Rectifier _ -> new Relu();
      case Pooling p -> new MaxPool2d(p.kernel);
      case Flattening _ -> new Flatten();
    };
  }

  /// The layer as an object whose field `type` names PyTorch's class.
  default Json toJson() {
    return switch (this) {
      case Convolution c -> Json.object("type", "Conv2d", "in_channels", c.in, "out_channels", c.out,
          "kernel_size", c.kernel, "stride", c.stride, "padding", c.padding);
      case FullyConnected f -> Json.object("type", "Linear", "in_features", f.in, "out_features", f.out);
      case Rectifier _ -> Json.object("type", "ReLU");
      case Pooling p -> Json.object("type", "MaxPool2d", "kernel_size", p.kernel);
      case Flattening _ -> Json.object("type", "Flatten");
    };
  }

  /// The layer that [#toJson] wrote.
  ///
  /// @throws IllegalArgumentException if it is none that is known, or a field is missing
  static LayerSpec of(Json json) {
    String type = json.get("type").text();
    return switch (type) {
      case "Conv2d" -> new Convolution(whole(json, "in_channels"), whole(json, "out_channels"),
          whole(json, "kernel_size"), whole(json, "stride"), whole(json, "padding"));
      case "Linear" -> new FullyConnected(whole(json, "in_features"), whole(json, "out_features"));
      case "ReLU" -> new Rectifier();
      case "MaxPool2d" -> new Pooling(whole(json, "kernel_size"));
      case "Flatten" -> new Flattening();
      default -> throw new IllegalArgumentException("there is no layer of the type \"" + type
          + "\"; there are Conv2d, Linear, ReLU, MaxPool2d and Flatten");
    };
  }

  private static int whole(Json json, String field) {
    try {
      return Integer.parseInt(json.get(field).text());
    } catch (NumberFormatException notWhole) {
      throw new IllegalArgumentException("the field \"" + field + "\" of a " + json.get("type").text()
          + " must be a whole number, not " + json.get(field).text(), notWhole);
    }
  }
}
