package scrutable.lessons.book;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a lesson's page says as it stands, so that other pages can repeat it without a run.
///
/// That it is true is checked where the page itself is checked.
///
/// @param name of the file, for messages
/// @param text of the page
record PrintedPage(String name, String text) {
  private static final Pattern STATUS = Pattern.compile("(?m)^\\*\\*([A-Z_]+)\\*\\*: ");
  private static final Pattern EFFECT = Pattern.compile(
      "(?m)^\\| [✓✗] effect \\| (.+?)(?<!\\\\) \\| (.+?) \\| (.+?) \\|$");
  private static final Pattern NUMBER = Pattern.compile("<!--n:([^>]+?)-->(.*?)<!--/n-->");

  /// The first effect of the verdict: what the lesson is about, in one number.
  ///
  /// @param criterion what was measured, as Markdown
  /// @param measured  with its unit
  /// @param required  with its sign
  record Effect(String criterion, String measured, String required) {}

  /// How the run that is printed ended.
  ///
  /// @throws BookException if the page does not say it
  String status() {
    return find(STATUS, "how its run ended").group(1);
  }

  /// The first effect of the verdict.
  ///
  /// @throws BookException if the page shows none
  Effect effect() {
    Matcher row = find(EFFECT, "an effect in its verdict");
    return new Effect(row.group(1), row.group(2), row.group(3));
  }

  /// The number of that name that stands in a sentence.
  ///
  /// @throws BookException if there is none; the message lists what there is
  String number(String wanted) {
    List<String> there = new ArrayList<>();
    Matcher number = NUMBER.matcher(text);
    while (number.find()) {
      if (number.group(1).equals(wanted)) {
        return number.group(2);
      }
      there.add(number.group(1));
    }
    throw new BookException(name + " has no number \"" + wanted + "\"; it has "
        + String.join(", ", there.stream().distinct().toList()));
  }

  private Matcher find(Pattern pattern, String what) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new BookException(name + " does not say " + what + "; lessons/run book --update writes it");
    }
    return matcher;
  }
}
