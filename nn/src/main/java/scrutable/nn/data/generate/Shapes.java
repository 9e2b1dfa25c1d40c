package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Filled triangles, discs, squares and diamonds: pictures about which everything is known.
///
/// Grey pictures `(N, 1, size, size)`, shape 1 on ground 0; a pixel on the edge holds the share of it that
/// the shape covers, by the exact area ([ShapeArea]). Shapes are as wide as high, and the middle of their
/// height lies on the middle of the picture unless shifted. An upright triangle then has a quarter of its
/// area in the upper half of the picture, `u / l = 1/3`; the others have one half, `u / l = 1`.
///
/// Pixels are whole multiples of 2^-16. So the sum over a picture of up to 16 x 16 pixels is exact in
/// `float32`, in whatever order it is taken.
///
/// One number is taken from the generator for each data set. The same generator state with other options
/// gives the *same* shapes, in the same order and of the same drawn sizes, but shifted, inverted or hollow:
/// for an honest comparison.
public final class Shapes {
  private static final double LEVELS = 0x1p16;

  private Shapes() {}

  /// A form.
  public enum Kind {
    /// Apex up, base down.
    TRIANGLE,
    DISC,
    SQUARE,
    /// A square standing on its corner.
    DIAMOND
  }

  /// What is drawn.
  ///
  /// @param size the side of the picture in pixels
  /// @param classes the forms to tell apart, in the order of their labels
  /// @param smallest the least height of a shape, in pixels
  /// @param largest the greatest height of a shape, in pixels; heights are uniform between the two
  /// @param scale every height is multiplied by this
  /// @param jitter the farthest the middle of a shape may lie to the left or right of the picture's, in
  ///     pixels
  /// @param shift how many whole pixels every shape is moved down (up, if negative)
  /// @param inverted upside down: triangles point downwards
  /// @param outlineOnly only an edge, one pixel wide, is drawn
  /// @param contrastInverted shapes are 0 on a ground of 1
  public record Options(
      int size, List<Kind> classes, double smallest, double largest, double scale, double jitter, int shift,
      boolean inverted, boolean outlineOnly, boolean contrastInverted) {
    /// Checks that all shapes lie inside the picture.
    ///
    /// @throws IllegalArgumentException if one could be cut off at the border, or the options make no sense
    public Options {
      classes = List.copyOf(classes);
      if (classes.isEmpty() || classes.stream().distinct().count() < classes.size()) {
        throw new IllegalArgumentException(
            "Shapes.Options: classes must be different and at least one, but are " + classes);
      }
      if (size < 1 || !(smallest > 0) || !(largest >= smallest) || !(scale > 0) || !(jitter >= 0)) {
        throw new IllegalArgumentException("Shapes.Options: needed are size >= 1, 0 < smallest <= largest,"
            + " scale > 0, jitter >= 0; given are size " + size + ", smallest " + smallest
            + ", largest " + largest + ", scale " + scale + ", jitter " + jitter);
      }
      double reach = largest * scale / 2 + Math.max(jitter, Math.abs((double) shift));
      if (!(reach <= size / 2.0)) {
        throw new IllegalArgumentException("Shapes.Options: shapes may reach " + reach + " pixels from the"
            + " middle (largest / 2 * scale + the larger of jitter and |shift|), but the border is "
            + size / 2.0 + " pixels away; draw smaller shapes or shift less");
      }
    }

    /// Triangles and discs of 6 to 8 pixels on 16 x 16, with room for shifts of up to 4 pixels.
    public static Options standard() {
      return new Options(16, List.of(Kind.TRIANGLE, Kind.DISC), 6, 8, 1, 3, 0, false, false, false);
    }

    public Options withClasses(Kind... kinds) {
      return new Options(size, List.of(kinds), smallest, largest, scale, jitter, shift, inverted, outlineOnly,
          contrastInverted);
    }

    /// The same, a number of whole pixels lower (higher, if negative).
    public Options withShift(int pixels) {
      return new Options(size, classes, smallest, largest, scale, jitter, pixels, inverted, outlineOnly,
          contrastInverted);
    }

    /// The same, each shape `factor` times as large.
    public Options withScale(double factor) {
      return new Options(size, classes, smallest, largest, factor, jitter, shift, inverted, outlineOnly,
          contrastInverted);
    }

    /// The same, upside down.
    public Options upsideDown() {
      return new Options(size, classes, smallest, largest, scale, jitter, shift, !inverted, outlineOnly,
          contrastInverted);
    }

    /// The same, hollow.
    public Options outlined() {
      return new Options(size, classes, smallest, largest, scale, jitter, shift, inverted, true,
          contrastInverted);
    }

    /// The same, with black and white exchanged.
    public Options negative() {
      return new Options(size, classes, smallest, largest, scale, jitter, shift, inverted, outlineOnly,
          !contrastInverted);
    }
  }

  /// Where a shape lies: its bounding box is the square of side `height` about the centre. Pixel coordinates:
  /// x to the right, y down, `(0, 0)` is the upper left corner of the picture.
  public record Geometry(Kind kind, double centreX, double centreY, double height) {}

  /// Shapes with all that is known about them.
  ///
  /// @param dataset the pictures and their classes
  /// @param masks `(N, size, size)`, `int32`: 0 where less than half of a pixel is covered, else 1 + the
  ///     class
  /// @param geometry one for each example
  public record Sample(Dataset dataset, Tensor masks, List<Geometry> geometry) {
    /// Keeps an unmodifiable copy of the list.
    public Sample {
      Objects.requireNonNull(dataset);
      Objects.requireNonNull(masks);
      geometry = List.copyOf(geometry);
    }
  }

  /// Draws `count` triangles and discs as [Options#standard] says.
  public static Dataset generate(int count, Rng rng) {
    return generate(count, Options.standard(), rng);
  }

  /// Draws `count` shapes, classes balanced.
  public static Dataset generate(int count, Options options, Rng rng) {
    return sample(count, options, rng).dataset();
  }

  /// Draws `count` shapes, classes balanced, and tells where each lies.
  ///
  /// @throws IllegalArgumentException if `count` is negative
  public static Sample sample(int count, Options options, Rng rng) {
    if (count < 0) {
      throw new IllegalArgumentException("Shapes: count must not be negative, but is " + count);
    }
    Rng stream = Rng.seed(rng.nextLong());
    int size = options.size;
    int[] labels = BalancedLabels.draw(count, options.classes.size(), stream.split("labels"));
    Rng places = stream.split("places");
    float[] pictures = new float[Math.multiplyExact(count, size * size)];
    int[] masks = new int[pictures.length];
    List<Geometry> geometry = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Geometry place = place(options, options.classes.get(labels[i]), places.split(i));
      draw(place, options, labels[i], pictures, masks, i * size * size);
      geometry.add(place);
    }
    List<String> names = options.classes.stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
    Dataset dataset = new Dataset("shapes", Tensor.wrap(pictures, count, 1, size, size),
        Tensor.wrap(labels, count), names);
    return new Sample(dataset, Tensor.wrap(masks, count, size, size), geometry);
  }

  private static Geometry place(Options options, Kind kind, Rng rng) {
    double height = options.scale
        * (options.smallest + (options.largest - options.smallest) * rng.nextDouble());
    double centreX = options.size / 2.0 + options.jitter * (2 * rng.nextDouble() - 1);
    return new Geometry(kind, centreX, options.size / 2.0 + options.shift, height);
  }

  private static void draw(
      Geometry place, Options options, int label, float[] pictures, int[] masks, int at) {
    ShapeArea outer = ShapeArea.of(place, options.inverted, 0);
    double[] covered = ShapeArea.perPixel(outer, options.size);
    if (options.outlineOnly) {
      double[] hole = ShapeArea.perPixel(ShapeArea.of(place, options.inverted, 1), options.size);
      Arrays.setAll(covered, i -> covered[i] - hole[i]);
    }
    for (int i = 0; i < covered.length; i++) {
      double rounded = Math.rint(Math.clamp(covered[i], 0, 1) * LEVELS) / LEVELS;
      pictures[at + i] = (float) (options.contrastInverted ? 1 - rounded : rounded);
      masks[at + i] = rounded >= 0.5 ? 1 + label : 0;
    }
  }
}
