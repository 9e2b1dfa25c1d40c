package scrutable.lessons.exchange;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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

  /// The layer that [#toJson] wrote, or that was described with more of PyTorch's arguments as long as they change
  /// nothing.
  ///
  /// @throws IllegalArgumentException if it is none that is known, a field is missing, or one is there that is not
  ///     known or asks for what the layer cannot do
  static LayerSpec of(Json json) {
    String type = json.get("type").text();
    requireKnown("a " + type, json, fields(type, json));
    return switch (type) {
      case "Conv2d" -> new Convolution(whole(json, "in_channels"), whole(json, "out_channels"),
          whole(json, "kernel_size"), whole(json, "stride"), whole(json, "padding"));
      case "Linear" -> new FullyConnected(whole(json, "in_features"), whole(json, "out_features"));
      case "ReLU" -> new Rectifier();
      case "MaxPool2d" -> new Pooling(whole(json, "kernel_size"));
      case "Flatten" -> new Flattening();
      default -> throw unknown(type);
    };
  }

  /// The fields of a type; where only some values can be had, these.
  private static Map<String, List<String>> fields(String type, Json json) {
    List<String> any = List.of();
    return switch (type) {
      case "Conv2d" -> Map.of("type", any, "in_channels", any, "out_channels", any, "kernel_size", any, "stride", any,
          "padding", any, "dilation", List.of("1"), "groups", List.of("1"), "bias", List.of("true"),
          "padding_mode", List.of("zeros"));
      case "Linear" -> Map.of("type", any, "in_features", any, "out_features", any, "bias", List.of("true"));
      case "ReLU" -> Map.of("type", any, "inplace", List.of("true", "false"));
      case "MaxPool2d" -> Map.of("type", any, "kernel_size", any, "stride",
          List.of(Integer.toString(whole(json, "kernel_size"))), "padding", List.of("0"), "dilation", List.of("1"),
          "return_indices", List.of("false"), "ceil_mode", List.of("false"));
      case "Flatten" -> Map.of("type", any, "start_dim", List.of("1"), "end_dim", List.of("-1"));
      default -> throw unknown(type);
    };
  }

  private static IllegalArgumentException unknown(String type) {
    return new IllegalArgumentException("there is no layer of the type \"" + type
        + "\"; there are Conv2d, Linear, ReLU, MaxPool2d and Flatten");
  }

  /// Checks that an object says nothing that would not be heard: a network that is read as another one is judged as
  /// another one.
  ///
  /// @param known the names of the fields; where only some values can be had, these, else an empty list
  /// @throws IllegalArgumentException naming the first field that is not known, or its value
  static void requireKnown(String what, Json json, Map<String, List<String>> known) {
    if (!(json instanceof Json.Fields(var fields))) {
      throw new IllegalArgumentException(what + " must be an object with fields");
    }
    fields.forEach((name, value) -> {
      List<String> values = known.get(name);
      if (values == null) {
        throw new IllegalArgumentException(what + " has the field \"" + name + "\", which this program does not"
            + " know; it knows " + String.join(", ", new TreeSet<>(known.keySet())));
      }
      String said = value.writeCompact().replace("\"", "");
      if (!values.isEmpty() && !values.contains(said)) {
        throw new IllegalArgumentException("the field \"" + name + "\" of " + what + " is " + said
            + "; this program can only do " + String.join(" or ", values));
      }
    });
  }

  private static int whole(Json json, String field) {
    if (json.get(field) instanceof Json.Items(var sizes)) {
      boolean square = !sizes.isEmpty() && sizes.stream().distinct().count() == 1;
      throw new IllegalArgumentException("the field \"" + field + "\" of a " + json.get("type").text()
          + " must be one whole number for both directions, not " + json.get(field).writeCompact()
          + (square ? "; write " + sizes.getFirst().writeCompact() : "; only squares are known"));
    }
    try {
      return Integer.parseInt(json.get(field).text());
    } catch (NumberFormatException notWhole) {
      throw new IllegalArgumentException("the field \"" + field + "\" of a " + json.get("type").text()
          + " must be a whole number, not " + json.get(field).text(), notWhole);
    }
  }
}
