package scrutable.lessons.contract;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Everything a run found, in the order in which it is to be read, and the [Status] that follows.
///
/// A result needs at least one effect, and at least one control or ablation: a number without a comparison
/// proves nothing.
public final class LessonResult {
  private final List<Finding> findings;

  private LessonResult(List<Finding> findings) {
    this.findings = findings;
  }

  /// A result of these findings.
  ///
  /// @throws IllegalArgumentException if there is no effect, or neither control nor ablation, or if two
  ///     findings of a kind have the same name
  public static LessonResult of(Finding... findings) {
    return of(Arrays.asList(findings));
  }

  /// A result of these findings; see [#of(Finding...)].
  public static LessonResult of(List<? extends Finding> findings) {
    var result = new LessonResult(List.copyOf(findings));
    if (result.effects().isEmpty()) {
      throw new IllegalArgumentException("a lesson needs at least one effect criterion; this one has none");
    }
    if (result.controls().isEmpty() && result.ablations().isEmpty()) {
      throw new IllegalArgumentException(
          "a lesson needs a control or an ablation criterion; this one has neither");
    }
    requireUnique("criterion", result.criteria().stream().map(Criterion::name).toList());
    requireUnique("headline", result.headlines().stream().map(Headline::name).toList());
    requireUnique("table", result.tables().stream().map(Table::name).toList());
    requireUnique("figure", result.figures().stream().map(Illustration::name).toList());
    requireUnique("sound", result.sounds().stream().map(Sound::name).toList());
    return result;
  }

  private static void requireUnique(String kind, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("two findings of the kind " + kind + " are named \"" + name
            + "\"");
      }
    }
  }

  /// The status that the criteria imply.
  public Status status() {
    return Status.of(criteria());
  }

  /// All criteria: gates, effects, doses, controls, ablations.
  public List<Criterion> criteria() {
    return only(Criterion.class).stream().sorted((a, b) -> a.role().compareTo(b.role())).toList();
  }

  public List<Criterion> gates() {
    return criteria(Role.GATE);
  }

  public List<Criterion> effects() {
    return criteria(Role.EFFECT);
  }

  public List<Criterion> doses() {
    return criteria(Role.DOSE);
  }

  public List<Criterion> controls() {
    return criteria(Role.CONTROL);
  }

  public List<Criterion> ablations() {
    return criteria(Role.ABLATION);
  }

  public List<Headline> headlines() {
    return only(Headline.class);
  }

  public List<Table> tables() {
    return only(Table.class);
  }

  public List<Illustration> figures() {
    return only(Illustration.class);
  }

  public List<Sound> sounds() {
    return only(Sound.class);
  }

  public List<Measured> measured() {
    return only(Measured.class);
  }

  public List<String> planted() {
    return only(Planted.class).stream().map(Planted::what).toList();
  }

  public List<String> notes() {
    return only(Note.class).stream().map(Note::text).toList();
  }

  private List<Criterion> criteria(Role role) {
    return only(Criterion.class).stream().filter(criterion -> criterion.role() == role).toList();
  }

  private <F extends Finding> List<F> only(Class<F> kind) {
    return findings.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
