package scrutable.lessons.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/// What the adversary may do; without it a success rate means nothing.
///
/// @param controls  what the adversary controls: inputs, labels, the unlabeled pool, captions
/// @param budget    how much of it, with unit
/// @param knowledge what is known of the model: weights, scores, decisions, nothing
/// @param goal      what counts as success
public record ThreatModel(String controls, String budget, String knowledge, String goal) {
  /// For a lesson in which nobody attacks.
  public static ThreatModel none() {
    return new ThreatModel("", "", "", "");
  }

  /// The non-empty parts with their names, in order; none at all where there is no adversary.
  public Map<String, String> parts() {
    var parts = new LinkedHashMap<String, String>();
    parts.put("controls", controls);
    parts.put("budget", budget);
    parts.put("knowledge", knowledge);
    parts.put("goal", goal);
    parts.values().removeIf(String::isEmpty);
    return parts;
  }
}
