package scrutable.bench.compare;

import scrutable.tensor.io.Json;

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
  /// The sample as JSON.
  public Json json() {
    return Json.object("area", area, "case", task, "engine", engine, "threads", threads, "value", value, "unit", unit);
  }

  /// The sample that JSON describes; further fields are not looked at.
  ///
  /// @throws IllegalArgumentException if a field is missing or not a number where one is needed
  public static Sample of(Json json) {
    return new Sample(json.get("area").text(), json.get("case").text(), json.get("engine").text(),
        (int) json.get("threads").number(), json.get("value").number(), json.get("unit").text());
  }
}
