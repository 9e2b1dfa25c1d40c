package scrutable.lessons.grader.judge;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import scrutable.lessons.grader.checks.Exams;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.lessons.grader.task.Question;

/// Puts the questions of tasks to the code that is on its class path, and prints the answers. It judges nothing.
///
/// The command line is the number of a task and the seeds of the draws; `~` before a seed says that nothing was
/// recorded for it. Each line of output has four or more fields, with tabs between them: `answer` or `oracle`, part,
/// seed, and the answer as [Answer#encode] writes it; or `open`, part, seed, and the task that would have to be done
/// first.
///
/// It is a [ToolProvider] so that it can also be found in a class loader that holds another version of the engine.
public final class Judge implements ToolProvider {
  /// What stands before the seed of a draw for which no answers were recorded.
  public static final String FRESH = "~";

  private static final Pattern OPEN = Pattern.compile("task (\\d+\\.\\d+) is open.*", Pattern.DOTALL);

  @Override
  public String name() {
    return "scrutable-judge";
  }

  @Override
  public int run(PrintWriter out, PrintWriter err, String... arguments) {
    Exam exam = Exams.of(arguments[0]);
    for (Part part : exam.parts()) {
      Arrays.stream(arguments).skip(1).filter(word -> concerns(word, part)).forEach(word -> {
        long seed = Long.parseLong(word.replace(FRESH, ""));
        print(out, "answer", exam, part, seed, part.question());
        part.oracle().ifPresent(oracle -> print(out, "oracle", exam, part, seed, oracle));
      });
    }
    out.flush();
    return 0;
  }

  /// Whether the draw of a seed is made for a part: the fixed one for all, fresh ones where there is an oracle, others
  /// where the answers were recorded.
  private static boolean concerns(String seed, Part part) {
    return seed.equals(Long.toString(Draw.FIXED)) || seed.startsWith(FRESH) == part.oracle().isPresent();
  }

  private static void print(PrintWriter out, String kind, Exam exam, Part part, long seed, Question question) {
    String line = kind + "\t" + part.name() + "\t" + seed + "\t";
    try {
      out.println(line + question.ask(Draw.of(seed, exam.task(), part.name())).encode());
    } catch (StackOverflowError deep) {
      out.println(line + Answer.thrown(deep).encode());
    } catch (OutOfMemoryError | LinkageError passedOn) {
      throw passedOn;
    } catch (RuntimeException | Error error) {
      String open = openTask(error);
      out.println(open.isEmpty() ? line + Answer.thrown(error).encode() + "\t" + place(error)
          : "open\t" + part.name() + "\t" + seed + "\t" + open);
    }
    out.flush();
  }

  /// The task that an error or one of its causes says is open; empty if none does.
  static String openTask(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      Matcher open = OPEN.matcher(String.valueOf(cause.getMessage()));
      if (cause instanceof UnsupportedOperationException && open.matches()) {
        return open.group(1);
      }
    }
    return "";
  }

  /// The places from which an error came, the innermost first: `MatMulOp.java:20`.
  private static String place(Throwable error) {
    return String.join(" ", Arrays.stream(error.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("scrutable.")).limit(12)
        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber()).toList());
  }
}
