package scrutable.lessons.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.Goal;
import scrutable.attacks.Targeted;
import scrutable.attacks.WhiteBox;
import scrutable.lessons.contract.Spread;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.AtomicFile;
import scrutable.tensor.io.Json;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Npy;
import scrutable.tensor.io.StagedFiles;
import scrutable.tensor.io.Utf8;

/// Images made of a model's inputs, and what the judge says of them.
///
/// @param goal what was wanted of each
/// @param result fresh answers about `candidates`
/// @param ball what the images had to stay in
/// @param candidates as they were made
/// @param queries questions asked for them, in all
/// @param gradients gradients taken for them, in all
public record Outcome(Goal goal, AttackResult result, Ball ball, Tensor candidates, long queries, long gradients) {
  private static final String ADVERSARIAL = "adversarial.npy";
  private static final String CANDIDATES = "candidates.npy";
  private static final String RESULT = "result.json";
  private static final String BEFORE = "misclassifiedBefore";
  private static final String BEFORE_TARGETED = "atTargetBefore";
  private static final int LARGEST_RESULT = 1 << 28;

  /// Asks the victim again.
  ///
  /// @throws IllegalStateException if an image lies outside the ball or the box
  public static Outcome judge(WhiteBox victim, Examples examples, Tensor candidates, Ball ball) {
    AttackResult result = AttackResult.judge(victim, examples.images(), candidates, examples.goal(), ball);
    return new Outcome(examples.goal(), result, ball, candidates, Arrays.stream(examples.queries()).sum(),
        Arrays.stream(examples.gradientEvaluations()).sum());
  }

  /// The files that [#write] writes.
  public static List<Path> files(Path folder) {
    return List.of(folder.resolve(ADVERSARIAL), folder.resolve(CANDIDATES), folder.resolve(RESULT));
  }

  /// Writes `adversarial.npy`, `candidates.npy` and `result.json`.
  ///
  /// @param settings what was asked for, as names and values in turn
  public void write(Path folder, Object... settings) throws IOException {
    Files.createDirectories(folder);
    try (var files = new StagedFiles()) {
      Npy.write(files.stage(folder.resolve(ADVERSARIAL)), result.adversarial().contiguous());
      Npy.write(files.stage(folder.resolve(CANDIDATES)), candidates.contiguous());
      AtomicFile.writeText(files.stage(folder.resolve(RESULT)), toJson(settings).write());
      files.exchange();
    }
  }

  /// Deletes what [#write] wrote into a folder, and the folder if nothing else is in it; a folder whose
  /// `result.json` this program did not write stays as it is.
  static void deleteFrom(Path folder) throws IOException {
    if (!isOurs(folder.resolve(RESULT))) {
      return;
    }
    for (Path file : files(folder)) {
      Files.deleteIfExists(file);
    }
    try (Stream<Path> others = Files.list(folder)) {
      if (others.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }

  private static boolean isOurs(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST_RESULT) {
      return false;
    }
    try {
      Json result = Json.parse(Utf8.read(file));
      boolean targeted = result instanceof Json.Fields(var fields) && fields.containsKey(BEFORE_TARGETED);
      return result.get("format").number() == 1 && NamedAttack.find(result.get("attack").text()).isPresent()
          && result.get(targeted ? BEFORE_TARGETED : BEFORE).items().size() == (int) result.get("count").number();
    } catch (IllegalArgumentException | MalformedFileException foreign) {
      return false;
    }
  }

  /// The settings and what was achieved; a distance that is infinite, because the attack failed, is `null`,
  /// and so is a rate over no image at all. With targets there are no accuracies: a wrong label that is not the target
  /// is no success.
  public Json toJson(Object... settings) {
    List<Object> fields = new ArrayList<>(List.of("format", 1));
    fields.addAll(Arrays.asList(settings));
    fields.addAll(Arrays.asList(
        "norm", ball.norm().name().toLowerCase(Locale.ROOT),
        "eps", Double.isFinite(ball.eps()) ? ball.eps() : null,
        "count", result.count()));
    fields.addAll(isTargeted()
        ? List.of("targets", Arrays.stream(goal.classes().toIntArray()).boxed().toList())
        : List.of("cleanAccuracy", result.cleanAccuracy(), "robustAccuracy", result.robustAccuracy()));
    fields.addAll(Arrays.asList(
        "successRate", finite(result.successRate()),
        "medianDistance", finite(medianOfWon()),
        "queries", queries,
        "gradientEvaluations", gradients,
        isTargeted() ? BEFORE_TARGETED : BEFORE, list(result.atGoalBefore()),
        "success", list(result.success()),
        "distances", Arrays.stream(result.distances()).mapToObj(Outcome::finite).toList(),
        "labels", Arrays.stream(result.labels()).boxed().toList()));
    return Json.object(fields.toArray());
  }

  private boolean isTargeted() {
    return goal instanceof Targeted;
  }

  private static List<Boolean> list(boolean[] flags) {
    List<Boolean> list = new ArrayList<>();
    for (boolean flag : flags) {
      list.add(flag);
    }
    return list;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /// The median distance of the images that were not at their goal before and are now; NaN without any.
  private double medianOfWon() {
    boolean[] before = result.atGoalBefore();
    double[] distances = result.distances();
    List<Double> won = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      if (!before[i] && Double.isFinite(distances[i])) {
        won.add(distances[i]);
      }
    }
    return won.isEmpty() ? Double.NaN
        : Spread.of(won.stream().mapToDouble(Double::doubleValue).toArray()).median();
  }

  /// Two or three lines for people.
  public String text() {
    String within = Double.isFinite(ball.eps()) ? " at eps " + ball.eps() : "";
    String found = String.format(Locale.ROOT, "%d images, %s%s%n", result.count(), ball.norm(), within)
        + (isTargeted() ? changed("at their target", 1 - result.cleanAccuracy(), 1 - result.robustAccuracy())
        : changed("accuracy", result.cleanAccuracy(), result.robustAccuracy()));
    if (!(result.successRate() > 0)) {
      return found + (isTargeted() ? "; of the others, none reached it"
          : "; of the images that were right, none is wrong now");
    }
    String won = isTargeted() ? "of the others reached it" : "of the images that were right are wrong now";
    return found + String.format(Locale.ROOT, "; %.2f %% %s%nmedian distance of those: %.5f",
        100 * result.successRate(), won, medianOfWon());
  }

  private static String changed(String what, double before, double after) {
    return String.format(Locale.ROOT, "%s %.2f %% before, %.2f %% after", what, 100 * before, 100 * after);
  }
}
