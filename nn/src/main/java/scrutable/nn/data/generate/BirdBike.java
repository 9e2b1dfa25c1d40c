package scrutable.nn.data.generate;

import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Birds and bicycles: small colour pictures `(N, 3, 32, 32)` in [0, 1] of one or the other, never of both.
///
/// A stand-in for the photographs of the contest "unrestricted adversarial examples" (Brown et al. 2018).
/// What is planted, and so known: the label, because a thing is first chosen and then drawn. The generator is
/// the judge: whatever it draws as a bird is a bird, also in poses and colours that [Options#standard] never
/// shows.
public final class BirdBike {
  /// The label of birds.
  public static final int BIRD = 0;
  /// The label of bicycles.
  public static final int BICYCLE = 1;

  private static final int SIZE = 32;
  private static final List<String> NAMES = List.of("bird", "bicycle");

  private BirdBike() {}

  /// How pictures may differ.
  ///
  /// @param leastTurn the smallest turn, in degrees; to either side by a coin
  /// @param mostTurn the largest turn
  /// @param smallest the smallest size; 1 fills the picture
  /// @param largest the largest size
  /// @param shift the largest shift in each direction, as a share of half the side
  /// @param darkInk whether the thing is darker than what is behind it, or lighter
  public record Options(double leastTurn, double mostTurn, double smallest, double largest, double shift,
      boolean darkInk) {
    /// What one usually sees: upright or nearly so, large, dark before a light background.
    public static Options standard() {
      return new Options(0, 15, 0.7, 0.95, 0.08, true);
    }

    /// What one rarely sees and still cannot mistake: tumbling, and light before the dark.
    public static Options unusual() {
      return new Options(60, 180, 0.7, 0.95, 0.08, false);
    }
  }

  /// Draws `count` pictures, classes balanced. One number is taken from `rng`.
  public static Dataset generate(int count, Options options, Rng rng) {
    Rng stream = Rng.seed(rng.nextLong());
    int[] labels = BalancedLabels.draw(count, 2, stream.split("labels"));
    Rng hands = stream.split("hands");
    int length = 3 * SIZE * SIZE;
    float[] pictures = new float[Math.multiplyExact(count, length)];
    for (int i = 0; i < count; i++) {
      draw(labels[i], options, hands.split(i), pictures, i * length);
    }
    return new Dataset("bird or bicycle", Tensor.wrap(pictures, count, 3, SIZE, SIZE),
        Tensor.wrap(labels, count), NAMES);
  }

  private static void draw(int label, Options options, Rng hand, float[] pictures, int at) {
    double[] light = colour(0.7, 0.95, hand);
    double[] dark = colour(0.1, 0.4, hand);
    double turn = between(options.leastTurn, options.mostTurn, hand) * (hand.nextBoolean() ? 1 : -1);
    ColourRaster raster = new ColourRaster(SIZE, options.darkInk ? light : dark, turn,
        between(options.smallest, options.largest, hand), between(-options.shift, options.shift, hand),
        between(-options.shift, options.shift, hand));
    double facing = hand.nextBoolean() ? 1 : -1;
    if (label == BIRD) {
      bird(raster, options.darkInk ? dark : light, facing, hand);
    } else {
      bicycle(raster, options.darkInk ? dark : light, facing, hand);
    }
    double[] pixels = raster.pixels();
    for (int i = 0; i < pixels.length; i++) {
      pictures[at + i] = (float) Math.clamp(pixels[i] + 0.03 * (2 * hand.nextDouble() - 1), 0, 1);
    }
  }

  private static void bird(ColourRaster p, double[] ink, double facing, Rng hand) {
    double plump = between(0.26, 0.36, hand);
    double wing = between(-0.25, 0.15, hand);
    p.ellipse(ink, 0, 0.05, 0.52, plump);
    p.ellipse(ink, facing * 0.5, -0.3, 0.22, 0.2);
    p.fill(ink, facing * 0.68, -0.4, facing * 0.95, -0.27, facing * 0.68, -0.2);
    p.fill(ink, facing * -0.35, -0.08, facing * -0.95, -0.3, facing * -0.9, 0, facing * -0.4, 0.22);
    p.fill(ink, facing * 0.2, -0.1, facing * -0.25, -0.55 + wing, facing * -0.35, 0);
    p.stroke(ink, 0.04, facing * 0.05, 0.3, facing * 0.1, 0.75);
    p.stroke(ink, 0.04, facing * -0.12, 0.3, facing * -0.1, 0.75);
  }

  private static void bicycle(ColourRaster p, double[] ink, double facing, Rng hand) {
    double wheel = between(0.3, 0.36, hand);
    double pen = between(0.05, 0.065, hand);
    double hub = 0.32;
    p.ring(ink, pen, -0.52, hub, wheel);
    p.ring(ink, pen, 0.52, hub, wheel);
    p.stroke(ink, pen, facing * -0.52, hub, facing * -0.2, -0.25, facing * 0.38, -0.25, facing * -0.05, hub,
        facing * -0.52, hub);
    p.stroke(ink, pen, facing * -0.05, hub, facing * -0.26, -0.42);
    p.stroke(ink, pen, facing * 0.52, hub, facing * 0.34, -0.48, facing * 0.5, -0.55);
    p.stroke(ink, 1.3 * pen, facing * -0.38, -0.44, facing * -0.16, -0.44);
  }

  private static double[] colour(double darkest, double lightest, Rng hand) {
    return new double[] {between(darkest, lightest, hand), between(darkest, lightest, hand),
        between(darkest, lightest, hand)};
  }

  private static double between(double low, double high, Rng hand) {
    return low + (high - low) * hand.nextDouble();
  }
}
