package scrutable.lessons.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scrutable.lessons.format.Markup;
import scrutable.tensor.io.Json;

/// The line of the [IndexPage] that leads to the part about one run: its first picture, its title, its status, and in
/// words what decided it.
final class IndexLine {
  private IndexLine() {}

  static String of(Path folder, String name, Json result) throws IOException {
    String variant = result.get("profile").text().equals("quick") ? ", quick" : "";
    variant += result.get("sabotage") instanceof Json.Null ? "" : ", sabotaged";
    return "<li><div class=\"thumb\">" + thumbnail(folder, result) + "</div><div><a href=\"#" + Markup.xml(name)
        + "\">" + IndexSection.code(result) + " " + Markup.xml(result.get("lesson").text()) + "</a> "
        + IndexSection.badge(result) + "<br/>" + Markup.xml(result.get("title").text()) + "<br/>"
        + decisive(result.get("criteria").items()).map(IndexLine::inWords).orElse("") + "<span class=\"dim\">"
        + Markup.xml(result.get("data").text() + ", seed " + result.get("seed").text() + variant)
        + "</span></div></li>\n";
  }

  /// The line about a folder that cannot be shown.
  static String ofBroken(String name, Exception reason) {
    return "<li><div class=\"thumb\"></div><div>" + Markup.xml(name) + "<br/>result.json is not readable: "
        + Markup.xml(reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage())
        + "</div></li>\n";
  }

  private static String thumbnail(Path folder, Json result) throws IOException {
    List<Json> figures = result.get("figures").items();
    Optional<String> picture = figures.isEmpty() ? Optional.empty() : IndexSection.picture(folder, figures.getFirst());
    return picture.map(data -> "<img alt=\"\" src=\"" + data + "\"/>").orElse("");
  }

  /// The first criterion that is not met; if all are, the first of the effect itself.
  private static Optional<Json> decisive(List<Json> criteria) {
    Optional<Json> missed = criteria.stream().filter(criterion -> !IndexSection.isSatisfied(criterion)).findFirst();
    return missed.isPresent() ? missed
        : criteria.stream().filter(criterion -> criterion.get("role").text().equals("effect")).findFirst();
  }

  private static String inWords(Json criterion) {
    String sign = IndexSection.isSatisfied(criterion) ? "yes\">✓" : "no\">✗";
    return "<span class=\"" + sign + "</span> " + Markup.xml(criterion.get("name").text() + ": "
        + criterion.get("shownValue").text() + " (" + IndexSection.required(criterion) + ")") + "<br/>";
  }
}
