package scrutable.lessons.contract;

import java.util.List;

/// What is said of a lesson before it runs: the card that stands at the end of its file.
///
/// ```java
/// Card.of(15, "fgsm", "One step along the sign of the gradient")
///     .withClaim("Moving every pixel by 0.25 in the direction that raises the loss makes ...")
///     .withData("glyphs", "mnist")
///     .withThreatModel(new ThreatModel(...))
///     .withSabotage("eps = 0, so that nothing is moved")
///     .withSeconds(15)
/// ```
///
/// @param number      the number in the book: 15 for lesson L15
/// @param id          the name that is typed: lower-case words joined by hyphens, like `random-labels`
/// @param title       the heading, one line
/// @param claim       one or two sentences, so definite that a run can refute them
/// @param slideLines  the lines of the talk that the lesson reproduces, quoted; empty if it is on no slide
/// @param dataSets    the names that `--data` accepts; the first is the default and must need no download
/// @param threatModel what the adversary may do; [ThreatModel#none] where there is no adversary
/// @param sabotage    what `--sabotage` changes. A sabotaged run must not end in [Status#PASS]; a test holds every
///     lesson to it: an effect must fail
/// @param sham        what `--sham` changes: a control or an ablation that only seems to be one. A run with it must not
///     end in [Status#PASS] either: a dose must fail. Empty where no sham is built
/// @param seconds     about how long a [Profile#FULL] run on the default data set takes on two cores. Lessons below
///     [Lesson#SECONDS_IN_BUILD] have their page checked by every build
/// @param provenBy    the smallest profile that shows the effect. With [Profile#QUICK] every build proves that the
///     lesson passes, and that it does not when it is sabotaged. Where the effect needs the full size, every build
///     still runs the quick profile twice and compares the bytes, and both proofs are given with `-Pbook`
/// @param expectedStatus what a full run on the default data ends in. Anything but [Status#PASS] is an open question:
///     the page says what is missing and why, and nobody has loosened a threshold to hide it
public record Card(int number, String id, String title, String claim, List<String> slideLines, List<String> dataSets,
    ThreatModel threatModel, String sabotage, String sham, int seconds, Profile provenBy, Status expectedStatus) {

  public Card {
    slideLines = List.copyOf(slideLines);
    dataSets = List.copyOf(dataSets);
  }

  /// A card without anything but its heading: no slide, no adversary, proven by the quick profile, expected to pass.
  public static Card of(int number, String id, String title) {
    return new Card(number, id, title, "", List.of(), List.of(), ThreatModel.none(), "", "", 0, Profile.QUICK,
        Status.PASS);
  }

  public Card withClaim(String claim) {
    return new Card(number, id, title, claim, slideLines, dataSets, threatModel, sabotage, sham, seconds, provenBy,
        expectedStatus);
  }

  public Card withSlides(String... lines) {
    return withSlides(List.of(lines));
  }

  public Card withSlides(List<String> lines) {
    return new Card(number, id, title, claim, lines, dataSets, threatModel, sabotage, sham, seconds, provenBy,
        expectedStatus);
  }

  public Card withData(String... names) {
    return new Card(number, id, title, claim, slideLines, List.of(names), threatModel, sabotage, sham, seconds,
        provenBy, expectedStatus);
  }

  public Card withThreatModel(ThreatModel model) {
    return new Card(number, id, title, claim, slideLines, dataSets, model, sabotage, sham, seconds, provenBy,
        expectedStatus);
  }

  public Card withSabotage(String change) {
    return new Card(number, id, title, claim, slideLines, dataSets, threatModel, change, sham, seconds, provenBy,
        expectedStatus);
  }

  public Card withSham(String change) {
    return new Card(number, id, title, claim, slideLines, dataSets, threatModel, sabotage, change, seconds, provenBy,
        expectedStatus);
  }

  public Card withSeconds(int count) {
    return new Card(number, id, title, claim, slideLines, dataSets, threatModel, sabotage, sham, count, provenBy,
        expectedStatus);
  }

  public Card provenBy(Profile profile) {
    return new Card(number, id, title, claim, slideLines, dataSets, threatModel, sabotage, sham, seconds, profile,
        expectedStatus);
  }

  public Card expecting(Status status) {
    return new Card(number, id, title, claim, slideLines, dataSets, threatModel, sabotage, sham, seconds, provenBy,
        status);
  }
}
