package scrutable.lessons.grader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scrutable.lessons.grader.task.TaskException;

/// The words of `./grade`.
///
/// @param tasks      the numbers of the tasks; all if there are none
/// @param hint       whether a hint is wanted
/// @param list       whether the tasks are to be listed
/// @param help       whether the words are to be explained
/// @param seed       where the draws come from
/// @param all        whether all recorded draws are used, as after the deadline
/// @param submission the archive to be packed, if one is wanted
/// @param results    where `results.json` is written
/// @param classroom  a file to which a line for GitHub Classroom is added
record GradeOptions(List<String> tasks, boolean hint, boolean list, boolean help, long seed, boolean all,
    Optional<Path> submission, Path results, Optional<Path> classroom) {
  static final String USAGE = """
      ./grade                  grades all tasks
      ./grade 1.5 ...          grades some tasks
      ./grade 1.5 --hint       shows a hint; each time one more
      ./grade --submit [FILE]  grades, and packs what you have written into FILE (submission.zip)
      ./grade --seed N         with the same inputs as another time
      ./grade --list           the tasks, and the files they are in
      ./course open 1.5 KEY    puts the official solution into your files; the teacher has the key
      For machines: --results FILE (results.json, for Gradescope), --classroom FILE (for GitHub Classroom)""";
  private static final long SEEDS = 1_000_000;

  /// @param tree the root that names of files are relative to
  /// @throws TaskException if a word is not understood
  static GradeOptions of(List<String> words, Path tree) {
    List<String> tasks = new ArrayList<>();
    boolean hint = false;
    boolean list = false;
    boolean help = false;
    boolean all = false;
    long seed = Math.floorMod(System.nanoTime(), SEEDS);
    Path submission = null;
    Path results = tree.resolve("results.json");
    Path classroom = null;
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "--hint" -> hint = true;
        case "--list" -> list = true;
        case "--help", "-h" -> help = true;
        case "--all" -> all = true;
        case "--submit" -> {
          boolean named = i + 1 < words.size() && words.get(i + 1).endsWith(".zip");
          submission = named ? tree.resolve(words.get(++i)) : tree.resolve("submission.zip");
        }
        case "--seed" -> seed = number(next(words, ++i));
        case "--results" -> results = Path.of(next(words, ++i));
        case "--classroom" -> classroom = Path.of(next(words, ++i));
        default -> tasks.add(task(words.get(i)));
      }
    }
    return new GradeOptions(tasks, hint, list, help, seed, all, Optional.ofNullable(submission), results,
        Optional.ofNullable(classroom));
  }

  private static String next(List<String> words, int at) {
    if (at >= words.size()) {
      throw new TaskException(words.get(at - 1) + " needs a value\n" + USAGE);
    }
    return words.get(at);
  }

  private static long number(String word) {
    if (!word.matches("\\d{1,18}")) {
      throw new TaskException("--seed needs a whole number, not \"" + word + "\"");
    }
    return Long.parseLong(word);
  }

  private static String task(String word) {
    if (word.startsWith("-")) {
      throw new TaskException("unknown option " + word + "\n" + USAGE);
    }
    return word;
  }
}
