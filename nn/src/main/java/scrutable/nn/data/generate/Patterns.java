package scrutable.nn.data.generate;

import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Nine families of grey patterns that are no writing: what else lies about when pictures are collected without
/// looking at them.
///
/// Ink, paper and grain are those of the standard hand of [Glyphs]. What is planted, and so known: the family. Within
/// a family place, direction, width and period are drawn anew for each picture.
public final class Patterns {
  private static final List<String> NAMES = List.of("stripes", "chequers", "spot", "ramp", "rings", "box", "frame",
      "dots", "grain");

  private Patterns() {}

  /// How dark a place is, from 0 for paper to 1 for ink; places lie in `[-0.5, 0.5]`, y downwards.
  private interface Field {
    double at(double x, double y);
  }

  /// Draws `count` patterns; takes one number from `rng`.
  ///
  /// @param size of a side in pixels
  /// @return inputs `(count, 1, size, size)`, families balanced
  /// @throws IllegalArgumentException if `count` is negative or `size` below 8
  public static Dataset generate(int count, int size, Rng rng) {
    if (count < 0 || size < 8) {
      throw new IllegalArgumentException("Patterns: there must be no fewer than 0 pictures of at least 8 pixels a side,"
          + " but asked for are " + count + " of " + size);
    }
    Rng stream = Rng.seed(rng.nextLong());
    int[] families = BalancedLabels.draw(count, NAMES.size(), stream.split("labels"));
    Rng each = stream.split("patterns");
    float[] pictures = new float[Math.multiplyExact(count, size * size)];
    for (int i = 0; i < count; i++) {
      draw(families[i], size, each.split(i), pictures, i * size * size);
    }
    return new Dataset("patterns", Tensor.wrap(pictures, count, 1, size, size), Tensor.wrap(families, count), NAMES);
  }

  private static void draw(int family, int size, Rng rng, float[] pictures, int at) {
    Glyphs.Options hand = Glyphs.Options.standard();
    Field field = field(family, rng);
    double ink = between(1 - hand.fade(), 1, rng);
    double paper = between(0, hand.shade(), rng);
    for (int i = 0; i < size * size; i++) {
      double dark = Math.clamp(field.at((i % size + 0.5) / size - 0.5, (i / size + 0.5) / size - 0.5), 0, 1);
      double clean = paper + (ink - paper) * dark;
      pictures[at + i] = (float) Math.clamp(clean + hand.noise() * (2 * rng.nextFloat() - 1), 0, 1);
    }
  }

  private static Field field(int family, Rng rng) {
    double angle = between(0, 2 * Math.PI, rng);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double x0 = between(-0.2, 0.2, rng);
    double y0 = between(-0.2, 0.2, rng);
    double period = between(0.2, 0.4, rng);
    double large = between(0.15, 0.35, rng);
    double small = between(0.15, 0.35, rng);
    return switch (family) {
      case 0 -> (x, y) -> wave((cos * x + sin * y) / period + x0);
      case 1 -> (x, y) -> Math.abs(wave((cos * x + sin * y) / period + x0) - wave((cos * y - sin * x) / period + y0));
      case 2 -> (x, y) -> StrictMath.exp(-(square(x - x0) + square(y - y0)) / (2 * square(large)));
      case 3 -> (x, y) -> 0.5 + cos * x + sin * y;
      case 4 -> (x, y) -> wave(Math.sqrt(square(x - x0) + square(y - y0)) / period);
      case 5 -> (x, y) -> inside(x - x0, large) * inside(y - y0, small);
      case 6 -> (x, y) -> inside(x - x0, large) * inside(y - y0, small)
          - inside(x - x0, large - 0.1) * inside(y - y0, small - 0.1);
      case 7 -> dots(3 + rng.nextInt(6), rng);
      default -> (x, y) -> rng.nextDouble();
    };
  }

  private static Field dots(int count, Rng rng) {
    double[] places = new double[2 * count];
    for (int i = 0; i < places.length; i++) {
      places[i] = between(-0.42, 0.42, rng);
    }
    return (x, y) -> {
      double dark = 0;
      for (int i = 0; i < places.length; i += 2) {
        double distance = Math.sqrt(square(x - places[i]) + square(y - places[i + 1]));
        dark = Math.max(dark, inside(distance, 0.06));
      }
      return dark;
    };
  }

  /// 1 at whole numbers and 0 halfway between them.
  private static double wave(double turns) {
    return 0.5 + 0.5 * StrictMath.cos(2 * Math.PI * turns);
  }

  /// 1 up to `half` from the middle, 0 a pixel's width further out.
  private static double inside(double distance, double half) {
    return Math.clamp((half - Math.abs(distance)) / 0.07 + 0.5, 0, 1);
  }

  private static double square(double x) {
    return x * x;
  }

  private static double between(double low, double high, Rng rng) {
    return low + (high - low) * rng.nextDouble();
  }
}
