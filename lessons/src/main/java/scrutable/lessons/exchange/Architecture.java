package scrutable.lessons.exchange;

import java.util.List;
import java.util.Map;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.tensor.Rng;
import scrutable.tensor.io.Json;

/// What a network is made of, layer after layer, as `architecture.json` says it.
///
/// Any chain of these layers can be described, whoever trained it; the names of the weights are those of
/// PyTorch's `nn.Sequential`: `0.weight`, `0.bias`, `3.weight`, ...
///
/// @param name how it is called
/// @param layers in their order
public record Architecture(String name, List<LayerSpec> layers) {
  private static final int FORMAT = 1;

  /// The names that [#named] knows.
  public static final List<String> NAMES = List.of("softmax", "mlp", "cnn");

  public Architecture {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("an architecture needs at least one layer");
    }
  }

  /// A network for grey images of 28 x 28 pixels and ten classes, as in lesson L15.
  ///
  /// @throws IllegalArgumentException unless the name is one of [#NAMES]
  public static Architecture named(String name) {
    return new Architecture(name, switch (name) {
      case "softmax" -> List.of(new LayerSpec.Flattening(), new LayerSpec.FullyConnected(784, 10));
      case "mlp" -> List.of(new LayerSpec.Flattening(), new LayerSpec.FullyConnected(784, 200),
          new LayerSpec.Rectifier(), new LayerSpec.FullyConnected(200, 10));
      case "cnn" -> List.of(
          new LayerSpec.Convolution(1, 8, 3, 1, 0), new LayerSpec.Rectifier(), new LayerSpec.Pooling(2),
          new LayerSpec.Convolution(8, 24, 3, 1, 0), new LayerSpec.Rectifier(), new LayerSpec.Pooling(2),
          new LayerSpec.Flattening(), new LayerSpec.FullyConnected(24 * 5 * 5, 10));
      default -> throw new IllegalArgumentException("there is no model \"" + name + "\"; there are "
          + String.join(", ", NAMES));
    });
  }

  /// The network, with random weights.
  public Module build(Rng rng) {
    return new Sequential(layers.stream().map(layer -> layer.build(rng)).toArray(Module[]::new));
  }

  public Json toJson() {
    return Json.object("format", FORMAT, "name", name, "layers",
        layers.stream().map(LayerSpec::toJson).toList());
  }

  /// What [#toJson] wrote.
  ///
  /// @throws IllegalArgumentException saying what cannot be understood
  public static Architecture of(Json json) {
    LayerSpec.requireKnown("the description", json,
        Map.of("format", List.of(), "name", List.of(), "layers", List.of()));
    if (json.get("format").number() != FORMAT) {
      throw new IllegalArgumentException("format " + json.get("format").text()
          + " is unknown; this program knows " + FORMAT);
    }
    return new Architecture(json.get("name").text(), json.get("layers").items().stream().map(LayerSpec::of)
        .toList());
  }
}
