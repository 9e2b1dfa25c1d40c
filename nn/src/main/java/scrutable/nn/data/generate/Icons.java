package scrutable.nn.data.generate;

import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Ten kinds of small colour pictures, a tabby cat and a bowl of guacamole among them: a stand-in for the
/// photographs of ImageNet that needs no file.
///
/// Colour pictures `(N, 3, size, size)` in [0, 1], balanced classes. What is planted, and so known: the
/// label, because a kind is first chosen and then drawn. Every picture is turned, sized, shifted, lit and
/// tinted at random, and lies on paper of a random colour. Colours belong to the kinds (guacamole is green),
/// as they do in the world.
///
/// The same generator state gives the same pictures to the bit, and example `i` does not depend on how many
/// are made after it.
public final class Icons {
  /// The label of the cat.
  public static final int TABBY = 0;
  /// The label of the bowl.
  public static final int GUACAMOLE = 1;

  private static final List<String> NAMES = List.of("tabby cat", "guacamole", "sunflower", "umbrella", "boat",
      "house", "mushroom", "goldfish", "clock", "traffic light");
  private static final double[] WHITE = {0.95, 0.95, 0.92};
  private static final double[] BLACK = {0.12, 0.12, 0.14};
  private static final double[] BROWN = {0.45, 0.28, 0.15};
  private static final double[] RED = {0.82, 0.18, 0.16};
  private static final double[] GREEN = {0.45, 0.66, 0.25};
  private static final double[] DARK_GREEN = {0.25, 0.45, 0.18};
  private static final double[] YELLOW = {0.95, 0.8, 0.2};
  private static final double[] ORANGE = {0.93, 0.55, 0.18};
  private static final double[] BLUE = {0.25, 0.4, 0.75};
  private static final double[] GREY = {0.55, 0.55, 0.58};

  private Icons() {}

  /// How much pictures of one kind differ.
  ///
  /// @param size the side in pixels; 32 is what the drawings are made for
  /// @param degrees the largest turn to either side
  /// @param smallest the smallest size; 1 fills the picture
  /// @param largest the largest size
  /// @param shift the largest shift in each direction, as a share of half the side
  /// @param noise each element is changed by a uniform number in `[-noise, noise]`, then clipped
  public record Options(int size, double degrees, double smallest, double largest, double shift,
      double noise) {
    /// Pictures of 32 x 32 pixels in varied poses.
    public static Options standard() {
      return new Options(32, 30, 0.75, 0.95, 0.1, 0.04);
    }
  }

  /// Draws `count` pictures as [Options#standard] says.
  public static Dataset generate(int count, Rng rng) {
    return generate(count, Options.standard(), rng);
  }

  /// Draws `count` pictures. One number is taken from `rng`.
  public static Dataset generate(int count, Options options, Rng rng) {
    Rng stream = Rng.seed(rng.nextLong());
    int[] labels = BalancedLabels.draw(count, NAMES.size(), stream.split("labels"));
    Rng hands = stream.split("hands");
    int size = options.size;
    float[] pictures = new float[Math.multiplyExact(count, 3 * size * size)];
    for (int i = 0; i < count; i++) {
      draw(labels[i], options, hands.split(i), pictures, i * 3 * size * size);
    }
    return new Dataset("icons", Tensor.wrap(pictures, count, 3, size, size), Tensor.wrap(labels, count),
        NAMES);
  }

  private static void draw(int label, Options options, Rng hand, float[] pictures, int at) {
    double[] paper = new double[3];
    double shade = between(0.3, 0.8, hand);
    for (int c = 0; c < 3; c++) {
      paper[c] = shade + between(-0.15, 0.15, hand);
    }
    ColourRaster raster = new ColourRaster(options.size, paper,
        between(-options.degrees, options.degrees, hand), between(options.smallest, options.largest, hand),
        between(-options.shift, options.shift, hand),
        between(-options.shift, options.shift, hand));
    paint(label, raster, hand);
    double light = between(0.8, 1.1, hand);
    double[] pixels = raster.pixels();
    for (int i = 0; i < pixels.length; i++) {
      double noisy = light * pixels[i] + options.noise * (2 * hand.nextDouble() - 1);
      pictures[at + i] = (float) Math.clamp(noisy, 0, 1);
    }
  }

  private static void paint(int label, ColourRaster p, Rng hand) {
    switch (label) {
      case 0 -> tabby(p, tint(new double[] {0.8, 0.55, 0.3}, hand), tint(BROWN, hand));
      case 1 -> guacamole(p, tint(GREEN, hand), tint(new double[] {0.4, 0.27, 0.2}, hand));
      case 2 -> sunflower(p, tint(YELLOW, hand));
      case 3 -> umbrella(p, tint(hand.nextBoolean() ? RED : BLUE, hand));
      case 4 -> boat(p, tint(WHITE, hand), tint(hand.nextBoolean() ? BROWN : BLUE, hand));
      case 5 -> house(p, tint(WHITE, hand), tint(RED, hand));
      case 6 -> mushroom(p, tint(RED, hand));
      case 7 -> goldfish(p, tint(ORANGE, hand));
      case 8 -> clock(p, tint(GREY, hand), hand);
      default -> trafficLight(p);
    }
  }

  private static void tabby(ColourRaster p, double[] fur, double[] stripes) {
    p.fill(fur, -0.75, -0.25, -0.7, -0.95, -0.2, -0.55);
    p.fill(fur, 0.75, -0.25, 0.7, -0.95, 0.2, -0.55);
    p.ellipse(fur, 0, 0.1, 0.8, 0.72);
    for (int i = -1; i <= 1; i++) {
      p.stroke(stripes, 0.05, 0.2 * i, -0.55, 0.16 * i, -0.25);
    }
    for (int side = -1; side <= 1; side += 2) {
      p.stroke(stripes, 0.045, side * 0.75, 0.05, side * 0.5, 0.1);
      p.stroke(stripes, 0.045, side * 0.72, 0.3, side * 0.48, 0.3);
      p.ellipse(new double[] {0.75, 0.85, 0.3}, side * 0.33, -0.05, 0.15, 0.12);
      p.ellipse(BLACK, side * 0.33, -0.05, 0.05, 0.11);
      p.stroke(WHITE, 0.02, side * 0.15, 0.4, side * 0.7, 0.5);
    }
    p.fill(new double[] {0.85, 0.5, 0.5}, -0.1, 0.25, 0.1, 0.25, 0, 0.37);
    p.stroke(BLACK, 0.03, -0.18, 0.52, 0, 0.42, 0.18, 0.52);
  }

  private static void guacamole(ColourRaster p, double[] dip, double[] bowl) {
    p.fill(bowl, -0.9, -0.05, 0.9, -0.05, 0.55, 0.75, -0.55, 0.75);
    p.ellipse(dip, 0, -0.08, 0.88, 0.32);
    p.ellipse(dip, -0.2, -0.25, 0.45, 0.25);
    p.ellipse(DARK_GREEN, -0.3, -0.1, 0.1, 0.07);
    p.ellipse(DARK_GREEN, 0.3, -0.2, 0.08, 0.06);
    p.ellipse(RED, 0.1, 0.02, 0.07, 0.06);
    p.fill(YELLOW, 0.35, -0.15, 0.75, -0.85, 0.9, -0.2);
  }

  private static void sunflower(ColourRaster p, double[] petals) {
    p.stroke(DARK_GREEN, 0.06, 0, 0.2, 0.05, 0.95);
    for (int i = 0; i < 10; i++) {
      double x = StrictMath.cos(Math.PI * i / 5);
      double y = StrictMath.sin(Math.PI * i / 5);
      p.stroke(petals, 0.14, 0.3 * x, -0.2 + 0.3 * y, 0.55 * x, -0.2 + 0.55 * y);
    }
    p.ellipse(BROWN, 0, -0.2, 0.3, 0.3);
  }

  private static void umbrella(ColourRaster p, double[] cloth) {
    p.stroke(BLACK, 0.05, 0, -0.7, 0, 0.7, 0.12, 0.82, 0.25, 0.7);
    p.fill(cloth, -0.85, 0, -0.7, -0.4, -0.35, -0.65, 0, -0.72, 0.35, -0.65, 0.7, -0.4, 0.85, 0, 0.42, -0.12,
        0, 0, -0.42, -0.12);
  }

  private static void boat(ColourRaster p, double[] sail, double[] hull) {
    p.stroke(BROWN, 0.05, 0, -0.9, 0, 0.4);
    p.fill(sail, 0.08, -0.85, 0.08, 0.25, 0.75, 0.25);
    p.fill(sail, -0.08, -0.6, -0.08, 0.25, -0.55, 0.25);
    p.fill(hull, -0.85, 0.38, 0.85, 0.38, 0.55, 0.8, -0.55, 0.8);
  }

  private static void house(ColourRaster p, double[] wall, double[] roof) {
    p.fill(wall, -0.65, -0.1, 0.65, -0.1, 0.65, 0.8, -0.65, 0.8);
    p.fill(roof, -0.85, -0.1, 0, -0.85, 0.85, -0.1);
    p.fill(BROWN, -0.15, 0.25, 0.15, 0.25, 0.15, 0.8, -0.15, 0.8);
    p.fill(BLUE, -0.5, 0.1, -0.25, 0.1, -0.25, 0.35, -0.5, 0.35);
    p.fill(BLUE, 0.25, 0.1, 0.5, 0.1, 0.5, 0.35, 0.25, 0.35);
  }

  private static void mushroom(ColourRaster p, double[] cap) {
    p.fill(WHITE, -0.2, 0, 0.2, 0, 0.28, 0.8, -0.28, 0.8);
    p.fill(cap, -0.85, 0.1, -0.7, -0.35, -0.3, -0.65, 0.3, -0.65, 0.7, -0.35, 0.85, 0.1);
    p.ellipse(WHITE, -0.35, -0.2, 0.12, 0.12);
    p.ellipse(WHITE, 0.1, -0.42, 0.12, 0.1);
    p.ellipse(WHITE, 0.45, -0.1, 0.12, 0.12);
  }

  private static void goldfish(ColourRaster p, double[] scales) {
    p.fill(scales, 0.35, 0, 0.9, -0.45, 0.75, 0, 0.9, 0.45);
    p.ellipse(scales, -0.15, 0, 0.65, 0.4);
    p.fill(scales, -0.2, -0.3, 0.1, -0.65, 0.25, -0.25);
    p.ellipse(WHITE, -0.5, -0.08, 0.12, 0.12);
    p.ellipse(BLACK, -0.52, -0.08, 0.05, 0.05);
  }

  private static void clock(ColourRaster p, double[] rim, Rng hand) {
    p.ellipse(rim, 0, 0, 0.85, 0.85);
    p.ellipse(WHITE, 0, 0, 0.7, 0.7);
    double hour = 2 * Math.PI * hand.nextDouble();
    double minute = 2 * Math.PI * hand.nextDouble();
    p.stroke(BLACK, 0.06, 0, 0, 0.35 * StrictMath.sin(hour), -0.35 * StrictMath.cos(hour));
    p.stroke(BLACK, 0.04, 0, 0, 0.58 * StrictMath.sin(minute), -0.58 * StrictMath.cos(minute));
  }

  private static void trafficLight(ColourRaster p) {
    p.fill(BLACK, -0.38, -0.9, 0.38, -0.9, 0.38, 0.9, -0.38, 0.9);
    p.ellipse(RED, 0, -0.58, 0.24, 0.24);
    p.ellipse(YELLOW, 0, 0, 0.24, 0.24);
    p.ellipse(new double[] {0.2, 0.75, 0.4}, 0, 0.58, 0.24, 0.24);
  }

  private static double[] tint(double[] colour, Rng hand) {
    double[] tinted = colour.clone();
    for (int c = 0; c < 3; c++) {
      tinted[c] = Math.clamp(colour[c] + between(-0.1, 0.1, hand), 0, 1);
    }
    return tinted;
  }

  private static double between(double low, double high, Rng hand) {
    return low + (high - low) * hand.nextDouble();
  }
}
