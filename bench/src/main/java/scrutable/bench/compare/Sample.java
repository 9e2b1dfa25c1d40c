package scrutable.bench.compare;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One measured speed; engines print it as a line of JSON, whatever language they are written in: `{"area":
/// "sgemm", "case": "nn_64x64x64", "engine": "ours", "threads": 1, "value": 91.2, "unit": "GFLOP/s"}`.
///
/// @param area the key of the area
/// @param task the name of the task
/// @param engine the name of the engine
/// @param threads how many it used
/// @param value the median speed
/// @param unit its unit
public record Sample(String area, String task, String engine, int threads, double value, String unit) {
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*(?:\"([^\"]*)\"|([-+.\\deE]+))");

  /// The sample as a line of JSON; names contain no characters that would need escaping.
  public String json() {
    return String.format(Locale.ROOT, "{\"area\": \"%s\", \"case\": \"%s\", \"engine\": \"%s\", \"threads\":"
        + " %d, \"value\": %.6g, \"unit\": \"%s\"}", area, task, engine, threads, value, unit);
  }

  /// The sample of a line.
  ///
  /// @throws IllegalArgumentException if a field is missing or not a number where one is needed
  public static Sample parse(String line) {
    return new Sample(field(line, "area"), field(line, "case"), field(line, "engine"),
        (int) Double.parseDouble(field(line, "threads")), Double.parseDouble(field(line, "value")),
        field(line, "unit"));
  }

  private static String field(String line, String name) {
    Matcher matcher = FIELD.matcher(line);
    while (matcher.find()) {
      if (matcher.group(1).equals(name)) {
        return matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      }
    }
    throw new IllegalArgumentException("a line of an engine has no \"" + name + "\": " + line);
  }
}
