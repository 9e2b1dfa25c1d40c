package scrutable.lessons.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Status;
import scrutable.lessons.format.Markup;
import scrutable.lessons.source.Fingerprint;
import scrutable.tensor.io.AtomicFile;
import scrutable.tensor.io.Utf8;

/// How a lesson fared when it was started from seeds that none of its settings was chosen on.
///
/// Kept in a file beside the pages, `fresh/NAME.txt`, that `lessons/run fresh NAME` writes:
///
/// ```
/// code 3b7c...
/// 100 PASS
/// 110 EFFECT_ABSENT: error of the small CNN at eps = 0.25
/// ```
///
/// @param code   the [Fingerprint] of the code that was run
/// @param starts one a seed, in the order in which they were run
public record FreshStarts(String code, List<Start> starts) {
  /// How many starts make a count.
  public static final int COUNT = 10;
  /// How many of them must pass.
  public static final int ENOUGH = 9;

  private static final long STEP = 10;
  private static final Pattern CODE = Pattern.compile("code ([0-9a-f]{64})");
  private static final Pattern START = Pattern.compile("(\\d+) ([A-Z_]+)(?:: (.+))?");

  public FreshStarts {
    starts = List.copyOf(starts);
  }

  /// One start.
  ///
  /// @param failed the criteria that were not met, as one line; empty if all were
  public record Start(long seed, Status status, String failed) {
    /// What a run from this seed found.
    public static Start of(long seed, LessonResult result) {
      return new Start(seed, result.status(), result.criteria().stream().filter(one -> !one.satisfied())
          .map(Start::inWords).collect(Collectors.joining("; ")));
    }

    private static String inWords(Criterion one) {
      String unit = one.unit().isEmpty() ? "" : " " + one.unit();
      return one.name() + " " + one.shownValue() + unit + " (" + one.comparison().sign() + " " + one.shownThreshold()
          + unit + ")";
    }
  }

  /// The seeds of a count that begins at `first`: ten of them, ten apart, so that no two starts share a seed with the
  /// three that a lesson runs from each.
  public static long[] seeds(long first) {
    return LongStream.range(0, COUNT).map(i -> first + i * STEP).toArray();
  }

  /// The count of a lesson, as far as it has come; nothing if it was never begun.
  ///
  /// @throws BookException if the file says something else
  public static Optional<FreshStarts> read(Path root, Lesson lesson) throws IOException {
    Path file = file(root, lesson);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Utf8.read(file).lines().toList();
    Matcher code = CODE.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!code.matches()) {
      throw wrong(file, 1, "the line should be \"code\" and the fingerprint of the code that was run");
    }
    List<Start> starts = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      Matcher start = START.matcher(lines.get(i));
      if (!start.matches()) {
        throw wrong(file, i + 1, "the line should be a seed and how it ended, like \"100 PASS\"");
      }
      try {
        starts.add(new Start(Long.parseLong(start.group(1)), Status.valueOf(start.group(2)),
            start.group(3) == null ? "" : start.group(3)));
      } catch (IllegalArgumentException e) {
        throw wrong(file, i + 1, "there is no such seed or no such ending");
      }
    }
    return Optional.of(new FreshStarts(code.group(1), starts));
  }

  private static BookException wrong(Path file, int line, String message) {
    return new BookException(file + ":" + line + ": " + message + "; lessons/run fresh writes it anew once it is gone");
  }

  /// Writes the count of a lesson, whole or as far as it has come.
  public void write(Path root, Lesson lesson) throws IOException {
    StringBuilder text = new StringBuilder("code " + code + "\n");
    starts.forEach(start -> text.append(start.seed()).append(' ').append(start.status())
        .append(start.failed().isEmpty() ? "" : ": " + start.failed()).append('\n'));
    AtomicFile.writeText(file(root, lesson), text.toString());
  }

  private static Path file(Path root, Lesson lesson) {
    return root.resolve("lessons/book/fresh").resolve(lesson.id() + ".txt");
  }

  /// The fingerprint of a lesson's code as it stands now.
  public static String codeOf(Path root, Lesson lesson) throws IOException {
    return Fingerprint.of(root, lesson.getClass().getPackageName());
  }

  /// Whether all starts of the count were made.
  public boolean isComplete() {
    return starts.size() == COUNT;
  }

  /// How many starts ended like this.
  public long count(Status status) {
    return starts.stream().filter(start -> start.status() == status).count();
  }

  /// What a page says of the count.
  ///
  /// @param expected how the book's own run ends
  static List<String> inWords(Optional<FreshStarts> count, Status expected) {
    if (count.isEmpty() || !count.get().isComplete()) {
      return List.of("Nobody has counted yet on how many fresh seeds this lesson holds.");
    }
    List<Start> starts = count.get().starts();
    long passed = count.get().count(Status.PASS);
    List<String> lines = new ArrayList<>();
    lines.add("Started from the seeds " + starts.get(0).seed() + ", " + starts.get(1).seed() + ", ... "
        + starts.getLast().seed() + ", on which no setting was chosen, all criteria were met at once in **" + passed
        + " of " + COUNT + "** runs." + verdict(passed, count.get().count(expected), expected));
    starts.stream().filter(start -> start.status() != Status.PASS).forEach(start -> lines.add("- "
        + start.seed() + " ended in " + start.status() + ": " + Markup.markdown(start.failed())));
    return lines;
  }

  private static String verdict(long passed, long asExpected, Status expected) {
    if (expected != Status.PASS) {
      return String.format(Locale.ROOT, " It ended in %s, as here, in %d.", expected, asExpected);
    }
    return passed >= ENOUGH ? "" : " The book asks for " + ENOUGH + ": what this lesson shows depends on the seed.";
  }
}
