package scrutable.lessons.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import scrutable.lessons.format.Markup;
import scrutable.tensor.io.Json;

/// The part of the [IndexPage] about one run.
final class IndexSection {
  private IndexSection() {}

  static String of(Path folder, String name, Json result) throws IOException {
    var out = new StringBuilder("<section id=\"" + Markup.xml(name) + "\">\n<h2>" + code(result) + " "
        + Markup.xml(result.get("title").text()) + " " + badge(result) + "</h2>\n");
    for (Json line : result.get("slideLines").items()) {
      out.append("<blockquote>").append(escaped(line)).append("</blockquote>\n");
    }
    out.append("<p class=\"claim\">").append(escaped(result.get("claim"))).append("</p>\n");
    if (!(result.get("sabotage") instanceof Json.Null)) {
      out.append("<p class=\"sabotage\"><strong>Sabotaged:</strong> ").append(escaped(result.get("sabotage")))
          .append(". This run must not pass.</p>\n");
    }
    criteria(result.get("criteria").items(), out);
    for (Json figure : result.get("figures").items()) {
      figure(folder, figure, out);
    }
    for (Json sound : FormerReport.sounds(result)) {
      sound(folder, sound, out);
    }
    for (Json table : result.get("tables").items()) {
      table(table, out);
    }
    facts(folder, result, out);
    return out.append("</section>\n").toString();
  }

  static String code(Json result) {
    String number = result.get("number").text();
    return "L" + (number.length() < 2 ? "0" : "") + Markup.xml(number);
  }

  static String badge(Json result) {
    String status = result.get("status").text();
    String kind = status.equals("PASS") ? "pass" : "fail";
    return "<span class=\"badge " + kind + "\">" + Markup.xml(status.replace('_', ' ')) + "</span>";
  }

  static String withUnit(String number, String unit) {
    return unit.isEmpty() ? number : number + " " + unit;
  }

  private static String escaped(Json text) {
    return Markup.xml(text.text());
  }

  static boolean isSatisfied(Json criterion) {
    return criterion.get("satisfied").text().equals("true");
  }

  /// What a criterion asks for, like `≥ 10 %`.
  static String required(Json criterion) {
    String sign = switch (criterion.get("comparison").text()) {
      case ">=" -> "≥";
      case "<=" -> "≤";
      case "==" -> "=";
      case String other -> other;
    };
    return sign + " " + withUnit(criterion.get("shownThreshold").text(), criterion.get("unit").text());
  }

  private static void criteria(List<Json> criteria, StringBuilder out) {
    out.append("<table class=\"criteria\"><thead><tr><th></th><th>Criterion</th><th></th>"
        + "<th class=\"number\">Measured</th><th>Required</th></tr></thead>\n<tbody>\n");
    for (Json criterion : criteria) {
      out.append("<tr><td class=\"").append(isSatisfied(criterion) ? "yes\">✓" : "no\">✗").append("</td><td>")
          .append(escaped(criterion.get("role"))).append("</td><td>").append(escaped(criterion.get("name")))
          .append("</td><td class=\"number\">").append(escaped(criterion.get("shownValue")))
          .append("</td><td>").append(Markup.xml(required(criterion))).append("</td></tr>\n");
    }
    out.append("</tbody></table>\n");
  }

  private static void table(Json table, StringBuilder out) {
    List<Json> numeric = table.get("numeric").items();
    out.append("<div class=\"scroll\"><table><caption>").append(escaped(table.get("title")))
        .append("</caption>\n<thead><tr>");
    cells("th", table.get("columns").items(), numeric, out);
    out.append("</tr></thead>\n<tbody>\n");
    for (Json row : table.get("rows").items()) {
      out.append("<tr>");
      cells("td", row.items(), numeric, out);
      out.append("</tr>\n");
    }
    out.append("</tbody></table></div>\n");
  }

  private static void cells(String tag, List<Json> cells, List<Json> numeric, StringBuilder out) {
    for (int i = 0; i < cells.size(); i++) {
      boolean right = i < numeric.size() && numeric.get(i).text().equals("true");
      out.append('<').append(tag).append(right ? " class=\"number\">" : ">").append(escaped(cells.get(i)))
          .append("</").append(tag).append('>');
    }
  }

  private static void figure(Path folder, Json figure, StringBuilder out) throws IOException {
    picture(folder, figure).ifPresent(data -> out.append("<figure>\n<img alt=\"")
        .append(escaped(figure.get("caption"))).append("\" src=\"").append(data).append("\"/>\n<figcaption>")
        .append(escaped(figure.get("caption"))).append("</figcaption>\n</figure>\n"));
  }

  /// A figure as data of an image element: whatever a file in the folder holds, no script of it runs there.
  static Optional<String> picture(Path folder, Json figure) throws IOException {
    Path file = folder.resolve(requirePlainName("figure", figure));
    if (!ReportFile.isPlain(file)) {
      return Optional.empty();
    }
    byte[] picture = ReportFile.read(file).getBytes(StandardCharsets.UTF_8);
    return Optional.of("data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(picture));
  }

  /// A sound with what it needs to be played, as data of its element.
  private static void sound(Path folder, Json sound, StringBuilder out) throws IOException {
    Path file = folder.resolve(requirePlainName("sound", sound));
    if (ReportFile.isPlain(file)) {
      String data = Base64.getEncoder().encodeToString(ReportFile.bytes(file));
      out.append("<figure>\n<audio controls=\"controls\" src=\"data:audio/wav;base64,").append(data)
          .append("\"></audio>\n<figcaption>").append(escaped(sound.get("caption")))
          .append("</figcaption>\n</figure>\n");
    }
  }

  private static String requirePlainName(String kind, Json finding) {
    String name = finding.get("file").text();
    if (!ReportFile.isPlainName(name)) {
      throw new IllegalArgumentException("it names a " + kind + " \"" + name + "\", which is no name of a file");
    }
    return name;
  }

  private static void facts(Path folder, Json result, StringBuilder out) throws IOException {
    out.append("<dl>\n");
    if (result.get("threatModel") instanceof Json.Fields(var parts)) {
      parts.forEach((name, value) -> fact("adversary: " + name, value.text(), out));
      if (parts.isEmpty()) {
        fact("adversary", "none", out);
      }
    }
    result.get("planted").items().forEach(planted -> fact("planted in the data", planted.text(), out));
    result.get("notes").items().forEach(note -> fact("note", note.text(), out));
    fact("run", result.get("data").text() + ", seed " + result.get("seed").text() + ", "
        + result.get("profile").text().toLowerCase(Locale.ROOT), out);
    Path file = folder.resolve(ReportWriter.ENVIRONMENT);
    if (ReportFile.isPlain(file) && Json.parse(ReportFile.read(file)) instanceof Json environment) {
      fact("machine", environment.get("cpu").text() + ", " + environment.get("threads").text() + " threads, "
          + environment.get("java").text(), out);
      fact("time", environment.get("seconds").text() + " s, finished " + environment.get("finished").text(),
          out);
      for (Json measured : environment.get("measured").items()) {
        fact(measured.get("name").text(), withUnit(measured.get("value").text(), measured.get("unit").text()),
            out);
      }
    }
    out.append("</dl>\n");
  }

  private static void fact(String name, String value, StringBuilder out) {
    out.append("<dt>" + Markup.xml(name) + "</dt><dd>" + Markup.xml(value) + "</dd>\n");
  }
}
