package scrutable.lessons.contract;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;
import scrutable.nn.Progress;

/// What one run of a lesson is given.
///
/// @param data     one of [Lesson#dataSets]
/// @param seed     the seed of every random choice
/// @param threads  how many threads the engine may use; must not change any result
/// @param sabotaged what to do wrong on purpose
/// @param profile  how much work to do
/// @param progress where to tell how far the run has come
/// @param kept     a folder for what is dear to make and can be used by later runs; must not change any result. Empty:
///     everything is made anew, as for the book, which trusts no file of before
public record LessonContext(String data, long seed, int threads, Sabotage sabotaged, Profile profile,
    Progress progress, Optional<Path> kept) {
  /// The seed when none is given; the book is printed with it.
  public static final long DEFAULT_SEED = 42;

  /// Checks the arguments.
  ///
  /// @throws IllegalArgumentException if `threads` is not positive
  public LessonContext {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1; " + threads + " was given");
    }
  }

  /// A silent one-thread full run on the lesson's default data set with the default seed.
  public static LessonContext defaults(Lesson lesson) {
    return new LessonContext(
        lesson.dataSets().getFirst(), DEFAULT_SEED, 1, Sabotage.NONE, Profile.FULL, Progress.silent(),
        Optional.empty());
  }

  public LessonContext withData(String data) {
    return new LessonContext(data, seed, threads, sabotaged, profile, progress, kept);
  }

  public LessonContext withThreads(int threads) {
    return new LessonContext(data, seed, threads, sabotaged, profile, progress, kept);
  }

  public LessonContext withSabotage(Sabotage sabotaged) {
    return new LessonContext(data, seed, threads, sabotaged, profile, progress, kept);
  }

  public LessonContext withProfile(Profile profile) {
    return new LessonContext(data, seed, threads, sabotaged, profile, progress, kept);
  }

  public LessonContext withSeed(long seed) {
    return new LessonContext(data, seed, threads, sabotaged, profile, progress, kept);
  }

  public LessonContext withProgress(Progress progress) {
    return new LessonContext(data, seed, threads, sabotaged, profile, progress, kept);
  }

  public LessonContext withKept(Path folder) {
    return new LessonContext(data, seed, threads, sabotaged, profile, progress, Optional.of(folder));
  }

  /// Whether the lesson must disarm itself as its [Card#sabotage] says.
  public boolean sabotage() {
    return sabotaged == Sabotage.ATTACK;
  }

  /// Whether the lesson's control must be the sham that its [Card#sham] describes.
  public boolean sham() {
    return sabotaged == Sabotage.CONTROL;
  }

  /// `count` seeds for repetitions: `seed`, `seed + 1`, ...
  public long[] seeds(int count) {
    return LongStream.range(0, count).map(i -> seed + i).toArray();
  }

  /// The first value in a [Profile#QUICK] run, the second in a [Profile#FULL] one.
  public int choose(int quick, int full) {
    return profile == Profile.QUICK ? quick : full;
  }
}

