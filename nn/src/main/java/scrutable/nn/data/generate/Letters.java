package scrutable.nn.data.generate;

import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs.Options;
import scrutable.nn.data.generate.GlyphStrokes.Style;
import scrutable.tensor.Rng;

/// Nine capital letters by the hand that writes the [Glyphs]: what is close to a digit and none.
///
/// Pen, ink, paper and motion are drawn exactly as for digits. What is planted, and so known: the letter. All nine are
/// made of straight strokes, so that none is a digit in disguise (an `O` would be).
public final class Letters {
  private static final List<String> NAMES = List.of("A", "E", "F", "H", "K", "L", "M", "T", "X");

  private static final List<Style> STYLES = List.of(
      style(-.3, .5, 0, -.5, .3, .5).and(-.18, .1, .18, .1),
      style(.26, -.5, -.24, -.5, -.24, .5, .26, .5).and(-.24, 0, .18, 0),
      style(.26, -.5, -.24, -.5, -.24, .5).and(-.24, -.02, .18, -.02),
      style(-.26, -.5, -.26, .5).and(.26, -.5, .26, .5).and(-.26, 0, .26, 0),
      style(-.24, -.5, -.24, .5).and(.26, -.5, -.24, .06, .28, .5),
      style(-.22, -.5, -.22, .5, .28, .5),
      style(-.32, .5, -.26, -.5, 0, .14, .26, -.5, .32, .5),
      style(-.32, -.5, .32, -.5).and(0, -.5, 0, .5),
      style(-.28, -.5, .28, .5).and(.28, -.5, -.28, .5));

  private Letters() {}

  private static Style style(double... stroke) {
    return new Style(stroke);
  }

  /// Draws `count` letters; takes one number from `rng`.
  ///
  /// @return inputs `(count, 1, size, size)`, classes balanced
  /// @throws IllegalArgumentException if `count` is negative
  public static Dataset generate(int count, Options options, Rng rng) {
    return Glyphs.write("letters", NAMES, letter -> List.of(STYLES.get(letter)), count, options, rng);
  }
}
