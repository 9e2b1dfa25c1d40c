package scrutable.lessons.figure;

import java.util.ArrayList;
import java.util.List;

/// The names below the groups of a [BarChart].
///
/// Where a word is wider than its group, every second name stands lower, and each has the width of two groups; those at
/// the ends have less, since the picture ends there.
///
/// @param lines   the lines of each name
/// @param fallsOf how many lines lower the names of the even and those of the odd groups begin
record GroupNames(List<List<String>> lines, int[] fallsOf) {
  /// What all groups together have room for; the rest of the width is for the numbers of the axis and for labels.
  private static final double WIDTH = 560;
  private static final double GAP = 8;

  static GroupNames of(List<String> names) {
    double room = WIDTH / Math.max(1, names.size());
    boolean staggered = names.stream().anyMatch(name -> widest(name) > room - GAP / 2);
    List<List<String>> lines = new ArrayList<>();
    int even = 0;
    for (int group = 0; group < names.size(); group++) {
      boolean isAtAnEnd = group == 0 || group == names.size() - 1;
      double width = !staggered ? room : isAtAnEnd ? room + 2 * Plot.EDGE : 2 * room;
      List<String> wrapped = TextWidth.wrap(names.get(group), BarChart.FONT, Math.max(40, width - GAP));
      even = lines.size() % 2 == 0 ? Math.max(even, wrapped.size()) : even;
      lines.add(wrapped);
    }
    return new GroupNames(lines, new int[] {0, staggered ? even : 0});
  }

  private static double widest(String name) {
    return TextWidth.wrap(name, BarChart.FONT, 0).stream()
        .mapToDouble(word -> TextWidth.of(word, BarChart.FONT)).max().orElse(0);
  }

  /// The height of all names in pixels.
  double height() {
    int most = 0;
    for (int group = 0; group < lines.size(); group++) {
      most = Math.max(most, fallsOf[group % 2] + lines.get(group).size());
    }
    return 6 + BarChart.LINE * most;
  }

  void draw(Plot plot) {
    for (int group = 0; group < lines.size(); group++) {
      double baseline = plot.y().start() + 16 + BarChart.LINE * fallsOf[group % 2];
      for (String line : lines.get(group)) {
        double half = TextWidth.of(line, BarChart.FONT) / 2;
        double middle = Math.clamp(plot.x().pixel(group + 0.5), Math.min(half, Plot.WIDTH / 2),
            Math.max(Plot.WIDTH - half, Plot.WIDTH / 2));
        plot.svg().text(middle, baseline, "middle", "ink", line);
        baseline += BarChart.LINE;
      }
    }
  }
}
