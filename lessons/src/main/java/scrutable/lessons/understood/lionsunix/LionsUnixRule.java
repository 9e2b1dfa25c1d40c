package scrutable.lessons.understood.lionsunix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// One sentence on what a change does: "where this is so (and that is so), this is done instead; elsewhere nothing
/// changes".
///
/// @param conditions none, one or two; each is a field and its value, the last field being what was done before
/// @param instead what is done where they hold; without a rule that beats silence, null
record LionsUnixRule(List<Condition> conditions, String instead) {
  record Condition(int field, String value) {}

  /// A situation as rules see it, what is done in it, and what is done after the change.
  record Case(List<String> fields, String before, String after) {
    static Case of(LionsUnixSituation situation, String before, String after) {
      List<String> fields = new ArrayList<>();
      situation.values().forEach(value -> fields.add(value.toString()));
      fields.add(before);
      return new Case(fields, before, after);
    }

    boolean isChanged() {
      return !before.equals(after);
    }
  }

  //: code best-rule
  /// The rule that is right in most cases: all pairs of conditions that occur are tried.
  static LionsUnixRule best(List<Case> cases) {
    Map<List<Condition>, Map<String, Integer>> gains = new LinkedHashMap<>();
    for (Case one : cases) {
      for (List<Condition> conditions : conditionsOf(one)) {
        Map<String, Integer> gain = gains.computeIfAbsent(conditions, none -> new HashMap<>());
        gain.merge("", one.isChanged() ? 0 : -1, Integer::sum);     // lost where it speaks and nothing changes
        if (one.isChanged()) {
          gain.merge(one.after, 1, Integer::sum);
        } else {
          gain.merge("=" + one.before, 1, Integer::sum);            // not lost where it says what is done anyway
        }
      }
    }
    LionsUnixRule best = new LionsUnixRule(List.of(), null);
    int most = 0;
    for (Map.Entry<List<Condition>, Map<String, Integer>> entry : gains.entrySet()) {
      Map<String, Integer> gain = entry.getValue();
      for (String instead : gain.keySet().stream().filter(key -> !key.isEmpty() && key.charAt(0) != '=').sorted()
          .toList()) {
        int net = gain.get(instead) + gain.get("") + gain.getOrDefault("=" + instead, 0);
        if (net > most) {
          most = net;
          best = new LionsUnixRule(entry.getKey(), instead);
        }
      }
    }
    return best;
  }
  //: end

  private static List<List<Condition>> conditionsOf(Case one) {
    List<List<Condition>> all = new ArrayList<>(List.of(List.of()));
    for (int i = 0; i < one.fields.size(); i++) {
      Condition first = new Condition(i, one.fields.get(i));
      all.add(List.of(first));
      for (int j = 0; j < i; j++) {
        all.add(List.of(new Condition(j, one.fields.get(j)), first));
      }
    }
    return all;
  }

  String predict(Case one) {
    boolean holds = conditions.stream().allMatch(each -> one.fields.get(each.field).equals(each.value));
    return holds && instead != null ? instead : one.before;
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
    if (instead == null) {
      return "nothing changes";
    }
    StringJoiner where = new StringJoiner(" and ", "where ", ", " + instead).setEmptyValue("always " + instead);
    conditions.forEach(each -> where.add(name(each)));
    return where.toString();
  }

  private static String name(Condition condition) {
    List<LionsUnixSituation.Field> fields = LionsUnixSituation.FIELDS;
    boolean isLast = condition.field == fields.size();
    String value = !isLast && fields.get(condition.field).bits() == 5
        ? LionsUnixMachine.Place.values()[Integer.parseInt(condition.value)].toString() : condition.value;
    return (isLast ? "before" : fields.get(condition.field).name()) + " = " + value;
  }
}
