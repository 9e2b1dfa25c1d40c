package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import scrutable.nn.data.generate.Shapes.Geometry;
import scrutable.nn.data.generate.Shapes.Kind;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Colour pictures of several shapes that may cover each other, and for every pixel what it shows: to learn
/// segmentation from.
///
/// Pictures `(N, 3, size, size)` with pixels in [0, 1], labels `(N, size, size)`: 0 is background, then come the four
/// forms of [Shapes.Kind] in their order. A pixel belongs to the topmost shape that covers at least half of it.
///
/// What is planted, and so known:
///
/// - *Colour says nothing.* Background and shapes have colours drawn without looking at the form, each different from
/// all others in the picture by [#CONTRAST] or more in one of red, green and blue. Only outlines tell the forms apart.
/// - Every pixel is made lighter or darker by uniform grey noise, the same for red, green and blue.
/// - Shapes lie wholly inside the picture; those painted later cover those painted earlier, perhaps all of them.
/// - No pixel is clipped: colours keep their distance from 0 and 1.
public final class ShapeScenes {
  /// By how much two colours differ at least in one channel.
  public static final double CONTRAST = 0.25;

  private ShapeScenes() {}

  /// What is drawn.
  ///
  /// @param size the side of a picture in pixels
  /// @param fewest the least number of shapes in a picture
  /// @param most the greatest number; all numbers between are equally likely
  /// @param smallest the least height of a shape, in pixels
  /// @param largest the greatest height; heights are uniform between the two
  /// @param noise the greatest change of a pixel by noise, from 0 to 0.15
  public record Options(int size, int fewest, int most, double smallest, double largest, double noise) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if shapes do not fit in, or there could be none or too many to tell apart
    public Options {
      if (!(fewest >= 1 && most >= fewest && most <= 6)) {
        throw new IllegalArgumentException("ShapeScenes: from 1 to 6 shapes fit into a picture with colours that can be"
            + " told apart, not from " + fewest + " to " + most);
      }
      if (!(smallest > 0 && largest >= smallest && largest <= size && noise >= 0 && noise <= 0.15)) {
        throw new IllegalArgumentException("ShapeScenes: needed are 0 < smallest <= largest <= size and a noise from 0"
            + " to 0.15; given are " + smallest + ", " + largest + ", " + size + " and " + noise);
      }
    }

    /// 3 to 5 shapes of 9 to 16 pixels on 32 x 32, noise 0.1.
    public static Options standard() {
      return new Options(32, 3, 5, 9, 16, 0.1);
    }
  }

  /// Pictures with all that is known about them.
  ///
  /// @param pictures `(N, 3, size, size)`, `float32`
  /// @param labels `(N, size, size)`, `int32`
  /// @param shapes of each picture, in the order in which they were painted
  public record Sample(Tensor pictures, Tensor labels, List<List<Geometry>> shapes) {
    /// Keeps unmodifiable copies of the lists.
    public Sample {
      shapes = shapes.stream().map(List::copyOf).toList();
    }

    /// The number of pictures.
    public int count() {
      return shapes.size();
    }
  }

  /// The names of the labels: background, triangle, disc, square, diamond.
  public static List<String> classNames() {
    List<String> names = new ArrayList<>(List.of("background"));
    for (Kind kind : Kind.values()) {
      names.add(kind.name().toLowerCase(Locale.ROOT));
    }
    return List.copyOf(names);
  }

  /// Draws pictures as [Options#standard] says.
  public static Sample generate(int count, Rng rng) {
    return generate(count, Options.standard(), rng);
  }

  /// Draws pictures; takes one number from `rng`. A picture does not depend on how many follow.
  ///
  /// @throws IllegalArgumentException if `count` is negative
  public static Sample generate(int count, Options options, Rng rng) {
    if (count < 0) {
      throw new IllegalArgumentException("ShapeScenes: count must not be negative, but is " + count);
    }
    Rng stream = Rng.seed(rng.nextLong());
    int size = options.size;
    float[] pictures = new float[Math.multiplyExact(count, 3 * size * size)];
    int[] labels = new int[count * size * size];
    List<List<Geometry>> shapes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Rng own = stream.split(i);
      Painting painting = new Painting(size, own.split("colours"));
      List<Geometry> placed = place(options, own.split("places"));
      placed.forEach(painting::paint);
      painting.write(pictures, labels, i, options.noise, own.split("noise"));
      shapes.add(placed);
    }
    return new Sample(Tensor.wrap(pictures, count, 3, size, size), Tensor.wrap(labels, count, size, size), shapes);
  }

  private static List<Geometry> place(Options options, Rng rng) {
    List<Geometry> placed = new ArrayList<>();
    int number = options.fewest + rng.nextInt(options.most - options.fewest + 1);
    for (int k = 0; k < number; k++) {
      Kind kind = Kind.values()[rng.nextInt(Kind.values().length)];
      double height = options.smallest + (options.largest - options.smallest) * rng.nextDouble();
      double room = options.size - height;
      placed.add(new Geometry(kind, height / 2 + room * rng.nextDouble(), height / 2 + room * rng.nextDouble(),
          height));
    }
    return placed;
  }

  /// A picture while it is painted.
  private static final class Painting {
    private static final double DARKEST = 0.15;
    private final int size;
    private final Rng colours;
    private final List<double[]> used = new ArrayList<>();
    private final double[] pixels;                     // (3, size, size)
    private final int[] labels;                        // (size, size)

    Painting(int size, Rng colours) {
      this.size = size;
      this.colours = colours;
      this.pixels = new double[3 * size * size];
      this.labels = new int[size * size];
      double[] ground = newColour();
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = ground[i / (size * size)];
      }
    }

    /// Tries until one differs from all others. That ends: each of at most six others is too near to one of the eight
    /// corners of the cube of colours at most, so there is always room near two of them.
    private double[] newColour() {
      while (true) {
        double[] colour = new double[3];
        for (int c = 0; c < 3; c++) {
          colour[c] = DARKEST + (1 - 2 * DARKEST) * colours.nextDouble();
        }
        if (used.stream().allMatch(other -> differ(colour, other))) {
          used.add(colour);
          return colour;
        }
      }
    }

    private static boolean differ(double[] a, double[] b) {
      return Math.abs(a[0] - b[0]) >= CONTRAST || Math.abs(a[1] - b[1]) >= CONTRAST
          || Math.abs(a[2] - b[2]) >= CONTRAST;
    }

    void paint(Geometry shape) {
      double[] colour = newColour();
      double[] covered = ShapeArea.perPixel(ShapeArea.of(shape, false, 0), size);
      for (int p = 0; p < covered.length; p++) {
        double share = Math.clamp(covered[p], 0, 1);
        for (int c = 0; c < 3; c++) {
          int at = c * covered.length + p;
          pixels[at] += share * (colour[c] - pixels[at]);
        }
        labels[p] = share >= 0.5 ? 1 + shape.kind().ordinal() : labels[p];
      }
    }

    void write(float[] pictures, int[] allLabels, int picture, double noise, Rng rng) {
      int area = size * size;
      for (int p = 0; p < area; p++) {
        double change = noise * (2 * rng.nextDouble() - 1);
        for (int c = 0; c < 3; c++) {
          pictures[(3 * picture + c) * area + p] = (float) (pixels[c * area + p] + change);
        }
      }
      System.arraycopy(labels, 0, allLabels, picture * area, area);
    }
  }
}
