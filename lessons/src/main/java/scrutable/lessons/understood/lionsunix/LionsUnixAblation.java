package scrutable.lessons.understood.lionsunix;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import scrutable.lessons.understood.lionsunix.LionsUnixMachine.World;

/// The twelve changed lines, and what each was predicted to do before any of them was run.
///
/// A prediction says, for each of the four worlds in which it expects something else than the intact program does,
/// everything that may be seen there: what A lived through, what B lived through, and how it ended if not well.
/// Silence about a world predicts that nothing changes in it.
enum LionsUnixAblation {
  /// The program as it is.
  NONE("nothing is changed", ""),

  NO_TEST("the test of the flag is removed",
      "Whoever was written to disk by its own call goes on inside that call, as if the disk had just finished. In"
          + " expand it gives its new memory back, leaves core and is read in again, for ever. In newproc the child"
          + " finishes the parent's work, takes itself for the parent, and its memory is lost to both.",
      in("fork by disk", "A: woke parent parent; stuck", "A: woke parent woke end parent; stuck"),
      in("grow by disk", "A: woke; for ever"),
      in("fork and grow", "A: woke parent grown woke end; B: child grown woke end",
          "A: woke parent grown; B: child; for ever",
          "A: woke parent grown woke end; B: child; for ever")),

  NEVER_CLEARED("the flag is never cleared",
      "The first return is right. At the next rest the stale area is used again: it lies below the call of sleep, so"
          + " sleep never gets to its end, but the stack there holds the right place in the user's program.",
      in("fork by disk", "A: woke parent woke end; B: child end"),
      in("grow by disk", "A: woke grown end"),
      in("fork and grow", "A: woke parent grown woke end; B: child grown woke end",
          "A: woke parent grown woke end; B: child grown end")),

  ALWAYS_OTHER_AREA("the test is always true",
      "The first process that ever rests has saved nothing in the second area: it returns from no call.",
      in("fork in core", "A:; panic"), in("fork by disk", "A:; panic"), in("grow in core", "A:; panic"),
      in("grow by disk", "A:; panic"),
      in("fork and grow", "A:; panic")),

  CLEARED_LATE("the flag is cleared after the stack level is set",
      "No observable difference: nothing looks at the flag between the two lines, and the row of the process table is"
          + " not on the stack that changes."),

  EXPAND_SAVES_IN_RSAV("expand saves its level in the first area instead of the second",
      "The first area is overwritten as soon as the disk is waited for; the second was never written.",
      in("grow by disk", "A: woke; panic"),
      in("fork and grow", "A: woke parent grown woke end; B: child grown woke end",
          "A: woke parent grown; B: child; panic",
          "A: woke parent grown woke end; B: child; panic")),

  NEWPROC_SAVES_IN_RSAV("newproc saves its level in the first area instead of the second",
      "The parent is well. The child panics when it is read in, which is while the parent rests on the disk or after"
          + " it has ended.",
      in("fork by disk", "A: woke parent; panic", "A: woke parent woke end; panic")),

  EXPAND_FLAG_EARLY("expand sets the flag before the memory is written",
      "When the disk is done, the process leaves expand at once, in its old memory: it is told that it has grown.",
      in("grow by disk", "A: woke deceived woke end"),
      in("fork and grow", "A: woke parent grown woke end; B: child grown woke end",
          "A: woke parent grown woke end; B: child deceived woke end")),

  NEWPROC_FLAG_EARLY("newproc sets the flag before the memory is written",
      "The child wakes up in the memory of the parent, lives there and gives it back at its end; nobody makes the"
          + " parent run again.",
      in("fork by disk", "A: woke; B: child woke end; stuck")),

  RETURNS_ZERO("swtch returns 0 instead of 1",
      "The child takes itself for the parent. Nobody else looks at the value.",
      in("fork in core", "A: woke parent woke end; B: parent woke end"),
      in("fork by disk", "A: woke parent woke end; B: parent woke end"),
      in("fork and grow", "A: woke parent grown woke end; B: parent grown woke end")),

  NEWPROC_DOES_NOT_SAVE("newproc does not save its level in the first area",
      "A child that was copied in core returns to where its parent last slept, so it wakes from a rest that it never"
          + " took; and as sleep returns 0, it then takes itself for the parent. By way of the disk the first area is"
          + " overwritten anyway.",
      in("fork in core", "A: woke parent woke end; B: woke parent woke end"),
      in("fork and grow", "A: woke parent grown woke end; B: woke parent grown woke end")),

  PARENT_NOT_IDLE("the parent may be chosen while its memory is written for the child",
      "No observable difference: both rows of the table then name the same memory, so whoever is chosen continues the"
          + " same call. (With a third process waiting for memory, the swapper could take the parent's away.)"),

  EXPAND_DOES_NOT_SAVE("expand does not save its level in the first area",
      "After a copy in core the old level is restored: the process wakes a second time from its last rest, and from"
          + " there still returns to the right place. By way of the disk the first area is overwritten anyway; and"
          + " after a fork newproc has left, by luck, the right level in it.",
      in("grow in core", "A: woke woke grown woke end"));

  /// What may be seen in one world.
  record Prediction(String world, Set<String> outcomes) {}

  final String change;
  final String explanation;
  final List<Prediction> predictions;

  LionsUnixAblation(String change, String explanation, Prediction... predictions) {
    this.change = change;
    this.explanation = explanation;
    this.predictions = List.of(predictions);
  }

  private static Prediction in(String world, String... outcomes) {
    return new Prediction(world, new TreeSet<>(Arrays.asList(outcomes)));
  }

  /// Everything that is predicted to be seen in a world.
  Set<String> expected(World world) {
    return predictions.stream().filter(each -> each.world.equals(world.name())).map(Prediction::outcomes).findFirst()
        .orElse(Set.of(whole(world)));
  }

  /// The documented trace: fork returns twice, 0 to the parent and 1 to the child; expand returns once, larger.
  static String whole(World world) {
    String grown = world.grows() ? "grown " : "";
    return world.forks() ? "A: woke parent " + grown + "woke end; B: child " + grown + "woke end"
        : "A: woke " + grown + "woke end";
  }

  /// The twelve.
  static List<LionsUnixAblation> all() {
    return Arrays.stream(values()).filter(one -> one != NONE).toList();
  }
}
