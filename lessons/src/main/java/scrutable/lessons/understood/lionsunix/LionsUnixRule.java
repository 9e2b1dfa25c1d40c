package scrutable.lessons.understood.lionsunix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// One sentence on what a change does: "where this is so (and that is so), this becomes that; elsewhere nothing
/// changes".
///
/// @param conditions none, one or two; each names a field of the situation, or of what was done before, and its value
/// @param edit what is done differently where they hold, like `next=LEAVE`; an empty value means that a thing is not
///     done; without a rule that beats silence, the edit is empty
record LionsUnixRule(List<String> conditions, Map<String, String> edit) {
  /// A situation as rules see it, what is done in it, and what is done after the change.
  ///
  /// @param facts what conditions can name
  /// @param conditions nothing, each fact, each pair of facts
  /// @param edit the difference
  record Case(List<String> facts, List<List<String>> conditions, Map<String, String> before,
      Map<String, String> after, Map<String, String> edit) {
    static Case of(LionsUnixSituation situation, String before, String after) {
      List<String> facts = new ArrayList<>(situation.facts());
      facts.add("before: " + before);
      return of(facts, before, after);
    }

    static Case of(List<String> facts, String before, String after) {
      return new Case(facts, conditions(facts), parts(before), parts(after), edit(parts(before), parts(after)));
    }

    private static Map<String, String> parts(String done) {
      Map<String, String> parts = new TreeMap<>();
      for (String part : done.split(" ")) {
        parts.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
      }
      return parts;
    }

    private static List<List<String>> conditions(List<String> facts) {
      List<List<String>> all = new ArrayList<>(List.of(List.of()));
      for (int i = 0; i < facts.size(); i++) {
        all.add(List.of(facts.get(i)));
        for (int j = 0; j < i; j++) {
          all.add(List.of(facts.get(j), facts.get(i)));
        }
      }
      return all;
    }

    boolean isChanged() {
      return !edit.isEmpty();
    }

    private static Map<String, String> edit(Map<String, String> before, Map<String, String> after) {
      Map<String, String> edit = new TreeMap<>();
      before.keySet().forEach(name -> edit.put(name, ""));
      edit.putAll(after);
      edit.entrySet().removeIf(part -> part.getValue().equals(before.get(part.getKey())));
      return edit;
    }
  }

  //: code best-rule
  /// The rule that is right in most cases: every pair of facts that occurs with a change is tried, with every edit.
  static LionsUnixRule best(List<Case> cases) {
    Map<List<String>, Map<Map<String, String>, Integer>> gains = new HashMap<>();
    for (Case one : cases.stream().filter(Case::isChanged).toList()) {
      for (List<String> each : one.conditions) {
        gains.computeIfAbsent(each, none -> new HashMap<>()).merge(one.edit, 1, Integer::sum);
      }
    }
    Map<List<String>, Integer> losses = new HashMap<>();
    for (Case one : cases.stream().filter(each -> !each.isChanged()).toList()) {
      one.conditions.stream().filter(gains::containsKey).forEach(each -> losses.merge(each, 1, Integer::sum));
    }
    LionsUnixRule best = new LionsUnixRule(List.of(), Map.of());
    int most = 0;
    for (Case one : cases.stream().filter(Case::isChanged).toList()) {
      for (List<String> each : one.conditions) {
        int net = gains.get(each).get(one.edit) - losses.getOrDefault(each, 0);
        if (net > most) {
          most = net;
          best = new LionsUnixRule(each, one.edit);
        }
      }
    }
    return best;
  }
  //: end

  Map<String, String> predict(Case one) {
    Map<String, String> done = new TreeMap<>(one.before);
    if (one.facts.containsAll(conditions)) {
      done.putAll(edit);
      done.values().removeIf(String::isEmpty);
    }
    return done;
  }

  /// The number of cases in which the rule is right.
  int right(List<Case> cases) {
    return (int) cases.stream().filter(one -> predict(one).equals(one.after)).count();
  }

  /// The cases that change or are said to change.
  List<Case> concerned(List<Case> cases) {
    return cases.stream().filter(one -> one.isChanged() || !predict(one).equals(one.before)).toList();
  }

  @Override
  public String toString() {
    if (edit.isEmpty()) {
      return "nothing changes";
    }
    StringJoiner text = new StringJoiner(" and ", conditions.isEmpty() ? "always: " : "where ", "");
    conditions.forEach(text::add);
    StringJoiner what = new StringJoiner(", ", conditions.isEmpty() ? "" : ": ", "");
    edit.forEach((name, value) -> what.add(value.isEmpty() ? "no " + name : name + "=" + value));
    return text.toString() + what;
  }
}
