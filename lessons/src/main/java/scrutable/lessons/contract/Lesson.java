package scrutable.lessons.contract;

import java.io.IOException;
import java.util.List;

/// One phenomenon of the talk, reproduced so that it could have failed.
///
/// A lesson never says that it passed: it returns measured numbers as [Criterion]s, and [Status] follows
/// from them. Everything it returns depends on the data set, the seed, the profile and the sabotage alone,
/// never on time, threads or machine; so the same command gives the same bytes.
///
/// A lesson is a folder: `XLesson` (the verdict, and the card at the end), `XExperiment` (the method, which
/// knows nothing of this contract), `XFigures` (the table and the pictures).
public interface Lesson {
  /// The pages of lessons that take longer than this are checked only with `-Pbook`.
  int SECONDS_IN_BUILD = 20;

  /// Runs the experiment and judges it.
  ///
  /// @throws IOException if the data set cannot be read or downloaded
  LessonResult run(LessonContext context) throws IOException;

  /// What is said of the lesson before it runs.
  Card card();

  default int number() {
    return card().number();
  }

  default String id() {
    return card().id();
  }

  default String title() {
    return card().title();
  }

  default String claim() {
    return card().claim();
  }

  default List<String> slideLines() {
    return card().slideLines();
  }

  default List<String> dataSets() {
    return card().dataSets();
  }

  default ThreatModel threatModel() {
    return card().threatModel();
  }

  default String sabotage() {
    return card().sabotage();
  }

  default String sham() {
    return card().sham();
  }

  default int seconds() {
    return card().seconds();
  }

  default Profile provenBy() {
    return card().provenBy();
  }

  default Status expectedStatus() {
    return card().expectedStatus();
  }

  /// The code in the book, like `L01`.
  default String code() {
    return (number() < 10 ? "L0" : "L") + number();
  }
}
