package scrutable.bench.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import scrutable.tensor.io.Json;

/// What a peer did in one large product with one setting of `OPENBLAS_CORETYPE`.
///
/// An OpenBLAS that is older than the processor may not know it and take a kernel for a much older one: five times
/// slower. Whoever compares with that is flattered. So several settings are tried, and the fastest is the peer.
///
/// @param setting the value of `OPENBLAS_CORETYPE`; empty if it is left to OpenBLAS
/// @param kernel  what the libraries said about the kernels that they chose
/// @param gflops  the speed; 0 if it did not run, for example as this processor lacks instructions of that kernel
public record Trial(String setting, String kernel, double gflops) {
  private static final String ONEDNN = "onednn_verbose,info,cpu,isa:";
  private static final double CLEARLY = 1.03;

  /// Reads what an engine printed: a line of JSON with `kernel` and `gflops`, and perhaps oneDNN's own line.
  public static Trial parse(String setting, List<String> output) {
    Optional<Json> line = output.stream().filter(text -> text.startsWith("{")).map(Json::parse).findFirst();
    String kernel = line.map(json -> json.get("kernel").text()).orElse("did not run");
    String oneDnn = output.stream().filter(text -> text.startsWith(ONEDNN)).findFirst()
        .map(text -> ", oneDNN for " + text.substring(ONEDNN.length())).orElse("");
    return new Trial(setting, kernel + oneDnn, line.map(json -> json.get("gflops").number()).orElse(0.0));
  }

  /// The fastest; but the first, which should be the library's own choice, unless another is clearly faster.
  ///
  /// @throws IllegalArgumentException if none has run
  public static Trial best(List<Trial> trials) {
    Trial fastest = trials.stream().filter(trial -> trial.gflops > 0).max(Comparator.comparingDouble(Trial::gflops))
        .orElseThrow(() -> new IllegalArgumentException("no trial has run: " + trials));
    return fastest.gflops > CLEARLY * trials.getFirst().gflops ? fastest : trials.getFirst();
  }

  /// The kernel of the best and how all did, like `OpenBLAS 0.3.21 SkylakeX by OPENBLAS_CORETYPE=SKYLAKEX, 152
  /// GFLOP/s (unset 32, HASWELL 98)`.
  public static String summary(List<Trial> trials) {
    Trial best = best(trials);
    String others = trials.stream().filter(trial -> trial != best).sorted(Comparator.comparing(Trial::setting))
        .map(trial -> trial.settingOrUnset() + " " + (trial.gflops == 0 ? "does not run" : rounded(trial.gflops)))
        .collect(Collectors.joining(", "));
    return best.kernel + (best.setting.isEmpty() ? " by its own choice, " : " by OPENBLAS_CORETYPE=" + best.setting
        + ", ") + rounded(best.gflops) + " GFLOP/s" + (others.isEmpty() ? "" : " (" + others + ")");
  }

  private String settingOrUnset() {
    return setting.isEmpty() ? "unset" : setting;
  }

  private static String rounded(double gflops) {
    return String.format(Locale.ROOT, "%.0f", gflops);
  }
}
