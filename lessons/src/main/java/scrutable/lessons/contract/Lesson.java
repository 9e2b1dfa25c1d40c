package scrutable.lessons.contract;

import java.io.IOException;
import java.util.List;

/// One phenomenon of the talk, reproduced so that it could have failed.
///
/// A lesson never says that it passed: it returns measured numbers as [Criterion]s, and [Status] follows
/// from them. Everything it returns depends on the data set, the seed, the profile and `--sabotage` alone,
/// never on time, threads or machine; so the same command gives the same bytes.
public interface Lesson {
  /// The number in the curriculum: 15 for lesson L15.
  int number();

  /// The name that is typed: lower-case words joined by hyphens, like `random-labels`.
  String id();

  /// The heading, one line.
  String title();

  /// The claim in one or two sentences, so definite that a run can refute it.
  String claim();

  /// The lines of the talk that this lesson reproduces, quoted; empty for a lesson that is on no slide.
  List<String> slideLines();

  /// The names that `--data` accepts; the first is the default and must need no download.
  List<String> dataSets();

  /// What the adversary may do; [ThreatModel#none] where there is no adversary.
  ThreatModel threatModel();

  /// What `--sabotage` changes, for instance `eps = 0, so that the attack does nothing`.
  ///
  /// A sabotaged run must not end in [Status#PASS]; a test holds every lesson to it.
  String sabotage();

  /// About how many seconds a [Profile#FULL] run on the default data set takes on two cores.
  ///
  /// Lessons below [#SECONDS_IN_BUILD] have their page checked by every build.
  int seconds();

  /// The smallest profile that shows the effect.
  ///
  /// With [Profile#QUICK] every build proves that the lesson passes, and that it does not when it is sabotaged. Where the
  /// effect needs the full size, every build still runs the quick profile twice and compares the bytes, and both proofs
  /// are given with `-Pbook`.
  default Profile provenBy() {
    return Profile.QUICK;
  }

  /// What a full run on the default data ends in. Anything but [Status#PASS] is an open question: the page says what is
  /// missing and why, and nobody has loosened a threshold to hide it.
  default Status expectedStatus() {
    return Status.PASS;
  }

  /// Runs the experiment.
  ///
  /// @throws IOException if the data set cannot be read or downloaded
  LessonResult run(LessonContext context) throws IOException;

  /// The pages of lessons that take longer than this are checked only with `-Pbook`.
  int SECONDS_IN_BUILD = 20;

  /// The code in the curriculum, like `L01`.
  default String code() {
    return (number() < 10 ? "L0" : "L") + number();
  }
}
