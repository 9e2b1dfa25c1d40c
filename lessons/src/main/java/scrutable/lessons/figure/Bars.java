package scrutable.lessons.figure;

/// One series of a [BarChart]: a bar in every group.
///
/// @param name   its name in the legend; empty for none
/// @param values one per group; a value that is not finite gets no bar
public record Bars(String name, double... values) {
  public Bars {
    values = values.clone();
  }
}
