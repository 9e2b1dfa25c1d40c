package scrutable.bench.compare;

import java.util.Arrays;
import java.util.Locale;

/// A row of the table: tasks of a kind.
public enum Area {
  SGEMM, CONV_FORWARD, CONV_FORWARD_BACKWARD, TRAINING, PGD, GPT, GRU, ATTENTION, EXP, TANH,
  BATCH_NORM, LAYER_NORM, RELU_ADD_SUM, WIDE_SOFTMAX, NARROW_SOFTMAX, TRANSPOSE, MAX_POOL;

  /// The name on the command line and in the results, like `conv-forward`.
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The area with that name.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists them
  public static Area of(String key) {
    return Arrays.stream(values()).filter(area -> area.key().equals(key)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no area \"" + key + "\"; there are "
            + String.join(", ", Arrays.stream(values()).map(Area::key).toList())));
  }
}
