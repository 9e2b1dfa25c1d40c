package scrutable.nn.data.generate;

import java.util.List;
import java.util.function.IntFunction;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Ten digit-like glyphs, drawn with a round pen and a shaky hand: a stand-in for MNIST that needs no file.
///
/// Grey pictures `(N, 1, size, size)`, ink near 1 on paper near 0, balanced classes `"0"` to `"9"`. What is
/// planted, and so known: the label, because a digit is first chosen and then drawn ([GlyphStrokes]), in a
/// style chosen at random (a seven with or without a bar), and moved by the amounts of [Options]. Nothing
/// else distinguishes the classes: pen, ink, blur, noise and motion are drawn alike for all ten.
///
/// The paper is not always black: a network that has only seen black paper is upset by any change of
/// brightness, and then noise that is clipped at 0, and so brightens the paper, would pass for an attack.
///
/// The same generator state gives the same pictures to the bit, and example `i` does not depend on how many
/// are made after it.
public final class Glyphs {
  private static final List<String> NAMES = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  private Glyphs() {}

  /// How much the hand shakes. Lengths are shares of the picture's side.
  ///
  /// @param size the side of the picture in pixels
  /// @param rotation the largest turn to either side, in degrees
  /// @param shear the largest slant to either side: horizontal shift per height
  /// @param stretch how far width and height, each by itself, may fall below or rise above the mean, as a
  ///     share
  /// @param translation the largest shift in each direction
  /// @param bend how strongly strokes are bent out of their ideal form, by a random quadratic map of the
  ///     plane
  /// @param thinnest the smallest radius of the pen
  /// @param thickest the largest radius of the pen
  /// @param blur how soft the edge of a stroke may be, beyond the one pixel of anti-aliasing, in pixels
  /// @param fade how far the ink may fall below 1
  /// @param shade how far the paper may rise above 0, the same amount all over a picture
  /// @param noise each pixel is changed by a uniform number in `[-noise, noise]`, then clipped to `[0, 1]`
  public record Options(
      int size, double rotation, double shear, double stretch, double translation, double bend,
      double thinnest, double thickest, double blur, double fade, double shade, double noise) {
    /// Checks the ranges.
    ///
    /// @throws IllegalArgumentException if a picture could not be drawn
    public Options {
      require(size >= 8, "size", size, "at least 8 pixels");
      require(rotation >= 0, "rotation", rotation, "not negative");
      require(shear >= 0, "shear", shear, "not negative");
      require(stretch >= 0 && stretch < 1, "stretch", stretch, "in [0, 1)");
      require(translation >= 0, "translation", translation, "not negative");
      require(bend >= 0, "bend", bend, "not negative");
      require(thinnest > 0, "thinnest", thinnest, "positive");
      require(thickest >= thinnest, "thickest", thickest, "at least thinnest");
      require(blur >= 0, "blur", blur, "not negative");
      require(fade >= 0 && fade < 1, "fade", fade, "in [0, 1)");
      require(shade >= 0 && shade <= 1 - fade, "shade", shade, "in [0, 1 - fade]: ink is lighter than paper");
      require(noise >= 0 && noise <= 1, "noise", noise, "in [0, 1]");
    }

    private static void require(boolean holds, String name, double value, String rule) {
      if (!holds) {
        throw new IllegalArgumentException(
            "Glyphs.Options: " + name + " is " + value + ", but must be " + rule);
      }
    }

    /// As varied as neat handwriting; 28 x 28 pixels.
    public static Options standard() {
      return new Options(28, 15, 0.3, 0.2, 0.07, 0.4, 0.034, 0.065, 1.3, 0.12, 0.2, 0.1);
    }

    /// The same hand on a picture of another size.
    public Options withSize(int pixels) {
      return new Options(pixels, rotation, shear, stretch, translation, bend, thinnest, thickest, blur, fade,
          shade, noise);
    }

    /// The same hand on noisier or cleaner paper.
    public Options withNoise(double amplitude) {
      return new Options(size, rotation, shear, stretch, translation, bend, thinnest, thickest, blur, fade,
          shade, amplitude);
    }

    /// A steadier (`factor < 1`) or shakier hand: turn, slant, stretch, shift and bend times `factor`; pen,
    /// ink and paper stay.
    public Options withShake(double factor) {
      return new Options(size, rotation * factor, shear * factor, stretch * factor, translation * factor,
          bend * factor, thinnest, thickest, blur, fade, shade, noise);
    }
  }

  /// Draws `count` glyphs of 28 x 28 pixels with the standard hand.
  public static Dataset generate(int count, Rng rng) {
    return generate(count, Options.standard(), rng);
  }

  /// Draws `count` glyphs.
  ///
  /// One number is taken from `rng`, so a second call makes other glyphs.
  ///
  /// @return inputs `(count, 1, size, size)`
  /// @throws IllegalArgumentException if `count` is negative
  public static Dataset generate(int count, Options options, Rng rng) {
    return write("glyphs", NAMES, GlyphStrokes::of, count, options, rng);
  }

  /// Characters by the same hand; see [#generate].
  ///
  /// @param styles the ways to write each of the characters that are named
  static Dataset write(String set, List<String> names, IntFunction<List<GlyphStrokes.Style>> styles, int count,
      Options options, Rng rng) {
    if (count < 0) {
      throw new IllegalArgumentException(set + ": count must not be negative, but is " + count);
    }
    Rng stream = Rng.seed(rng.nextLong());
    int[] labels = BalancedLabels.draw(count, names.size(), stream.split("labels"));
    Rng hands = stream.split("hands");
    int pixels = options.size * options.size;
    float[] pictures = new float[Math.multiplyExact(count, pixels)];
    for (int i = 0; i < count; i++) {
      draw(styles.apply(labels[i]), options, hands.split(i), pictures, i * pixels);
    }
    return new Dataset(set, Tensor.wrap(pictures, count, 1, options.size, options.size),
        Tensor.wrap(labels, count), names);
  }

  private static void draw(List<GlyphStrokes.Style> styles, Options options, Rng hand, float[] pictures, int at) {
    GlyphStrokes.Style style = styles.get(hand.nextInt(styles.size()));
    Motion motion = Motion.draw(options, hand);
    double radius = options.size * between(options.thinnest, options.thickest, hand);
    double softness = 1 + between(0, options.blur, hand);
    double ink = between(1 - options.fade, 1, hand);
    double paper = between(0, options.shade, hand);
    StrokeRaster raster = new StrokeRaster(options.size);
    for (double[] stroke : style.strokes()) {
      raster.draw(motion.apply(stroke), radius, softness);
    }
    double[] grey = raster.grey();
    for (int i = 0; i < grey.length; i++) {
      double clean = paper + (ink - paper) * grey[i];
      double noisy = clean + options.noise * (2 * hand.nextFloat() - 1);
      pictures[at + i] = (float) Math.clamp(noisy, 0, 1);
    }
  }

  /// From the plane of [GlyphStrokes] to pixels: `p -> centre + A (p + bend(p))`, with a 2 x 2 matrix `A` for
  /// stretch, slant and turn, and a bend that is quadratic in `p`.
  private record Motion(double[] bend, double[] matrix, double centreX, double centreY) {
    private static final double HEIGHT = 0.7;

    static Motion draw(Options options, Rng hand) {
      double[] bend = new double[6];
      for (int i = 0; i < bend.length; i++) {
        bend[i] = around(options.bend, hand);
      }
      double angle = StrictMath.toRadians(around(options.rotation, hand));
      double slant = around(options.shear, hand);
      double width = options.size * HEIGHT * (1 + around(options.stretch, hand));
      double height = options.size * HEIGHT * (1 + around(options.stretch, hand));
      double cos = StrictMath.cos(angle);
      double sin = StrictMath.sin(angle);
      double[] matrix = {
        cos * width, -(cos * slant + sin) * height,
        sin * width, (cos - sin * slant) * height
      };
      double middle = options.size / 2.0;
      return new Motion(bend, matrix, middle + options.size * around(options.translation, hand),
          middle + options.size * around(options.translation, hand));
    }

    double[] apply(double[] stroke) {
      double[] moved = new double[stroke.length];
      for (int i = 0; i < stroke.length; i += 2) {
        double x = stroke[i];
        double y = stroke[i + 1];
        double bentX = x + bend[0] * x * x + bend[1] * x * y + bend[2] * y * y;
        double bentY = y + bend[3] * x * x + bend[4] * x * y + bend[5] * y * y;
        moved[i] = centreX + matrix[0] * bentX + matrix[1] * bentY;
        moved[i + 1] = centreY + matrix[2] * bentX + matrix[3] * bentY;
      }
      return moved;
    }
  }

  private static double between(double low, double high, Rng rng) {
    return low + (high - low) * rng.nextDouble();
  }

  /// Uniform in `[-most, most]`.
  private static double around(double most, Rng rng) {
    return between(-most, most, rng);
  }
}
