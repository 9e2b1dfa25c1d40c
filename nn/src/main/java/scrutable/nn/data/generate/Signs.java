package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.autograd.Functions;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.data.Dataset;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// Eight road signs, as surfaces that can be painted and as pictures that a camera takes of them.
///
/// One of them, which is closed to all vehicles, is the speed limit without its number: a red rim around a white middle
/// alone is not yet a speed limit.
///
/// A sign is a flat surface of 32 x 32 coloured points with a shape cut out of it ([#surface], [#shape]). A
/// [View] is one camera picture of such a surface: turned, nearer or farther, in some light, before sky and
/// ground, and cut out around the sign as a detector would. A view is differentiable by the surface, so that
/// what is painted on a sign can be learned from what is seen of it. Training pictures are views of the clean
/// surfaces, made in the same way.
public final class Signs {
  /// The label of the stop sign.
  public static final int STOP = 0;
  /// The label of the speed limit of 45 miles per hour.
  public static final int LIMIT_45 = 1;
  /// The side of a surface and of a picture, in pixels.
  public static final int SIZE = 32;

  private static final List<String> NAMES = List.of("stop", "45 mph", "railway crossing", "yield", "no entry",
      "priority road", "parking", "no vehicles");
  private static final double[] WHITE = {0.95, 0.95, 0.95};
  private static final double[] BLACK = {0.08, 0.08, 0.08};
  private static final double[] RED = {0.78, 0.1, 0.12};
  private static final double[] YELLOW = {0.95, 0.78, 0.15};
  private static final double[] BLUE = {0.1, 0.3, 0.68};

  private Signs() {}

  /// The names of the signs, in the order of the labels.
  public static List<String> names() {
    return NAMES;
  }

  /// The clean surface of a sign, `(1, 3, 32, 32)`.
  public static Tensor surface(int label) {
    ColourRaster raster = new ColourRaster(SIZE, new double[3], 0, 1, 0, 0);
    paint(label, raster);
    return tensor(raster, 3);
  }

  /// Which part of the surface belongs to the sign, `(1, 1, 32, 32)`: from 0 outside to 1 inside.
  public static Tensor shape(int label) {
    ColourRaster raster = new ColourRaster(SIZE, new double[3], 0, 1, 0, 0);
    raster.fill(new double[] {1, 1, 1}, outline(label));
    return tensor(raster, 1);
  }

  private static Tensor tensor(ColourRaster raster, int channels) {
    return Tensor.wrap(Arrays.copyOf(raster.pixels(), channels * SIZE * SIZE), 1, channels, SIZE, SIZE)
        .to(DType.FLOAT32);
  }

  /// One picture of a surface.
  ///
  /// @param degrees how far the sign is turned, counter-clockwise
  /// @param scale 1 if the sign fills the picture, less if it is farther away
  /// @param shiftX where its middle is, right of the middle of the picture, as a share of half a side
  /// @param shiftY the same downwards
  /// @param light what each colour of the sign is multiplied by, `(1, 3, 1, 1)`: sun, shade,
  ///     dusk, street lamps
  /// @param background the picture without the sign, `(1, 3, 32, 32)`
  /// @param grain noise that is added at the end, `(1, 3, 32, 32)`
  public record View(double degrees, double scale, double shiftX, double shiftY, Tensor light,
      Tensor background, Tensor grain) {
    private static final double FAR = 0.65;

    /// A random view at a distance at which the sign is between `farthest` and `nearest` times as large as
    /// the picture.
    public static View draw(double farthest, double nearest, Rng rng) {
      double scale = between(farthest, nearest, rng);
      double room = 0.03 + 0.15 * (1 - scale);
      return new View(between(-15, 15, rng), scale, between(-room, room, rng), between(-room, room, rng),
          rng.uniformBetween(0.5, 1.15, 1, 3, 1, 1), landscape(rng), rng.normal(1, 3, SIZE, SIZE).mul(0.02));
    }

    /// What the camera sees: `(1, 3, 32, 32)` in [0, 1].
    ///
    /// A sign that is small in the picture is averaged over 2 x 2 points first, as a sensor would.
    ///
    /// @param surface `(1, 3, 32, 32)`
    /// @param shape as of [Signs#shape]
    public Variable render(Variable surface, Tensor shape) {
      Variable cut = Variable.constant(shape);
      Variable inked = surface.mul(cut);
      if (scale < FAR) {
        inked = Functions.averagePool2d(inked, Window.square(2, 2, 0));
        cut = Functions.averagePool2d(cut, Window.square(2, 2, 0));
      }
      Variable grid = Functions.affineGrid(Variable.constant(map()), SIZE, SIZE);
      Variable covered = Functions.sample(cut, grid);
      Variable sign = Functions.sample(inked, grid).mul(Variable.constant(light));
      return Variable.constant(background).mul(covered.neg().add(1)).add(sign).add(Variable.constant(grain))
          .clamp(0, 1);
    }

    /// Where on the surface each point of the picture comes from.
    private Tensor map() {
      double angle = StrictMath.toRadians(degrees);
      double cosine = StrictMath.cos(angle) / scale;
      double sine = StrictMath.sin(angle) / scale;
      return Tensor.wrap(new float[] {
          (float) cosine, (float) -sine, (float) (sine * shiftY - cosine * shiftX),
          (float) sine, (float) cosine, (float) (-sine * shiftX - cosine * shiftY)}, 1, 2, 3);
    }

    /// Sky above, ground below, each of a random colour, with a horizon somewhere.
    private static Tensor landscape(Rng rng) {
      double horizon = between(0.3, 0.9, rng) * SIZE;
      double shade = between(0.35, 0.9, rng);
      double[] sky = {shade - 0.1, shade, shade + 0.1};
      double[] ground = {between(0.15, 0.55, rng), between(0.2, 0.55, rng), between(0.1, 0.4, rng)};
      double[] pixels = new double[3 * SIZE * SIZE];
      for (int i = 0; i < pixels.length; i++) {
        int channel = i / (SIZE * SIZE);
        pixels[i] = i / SIZE % SIZE < horizon ? sky[channel] : ground[channel];
      }
      return Tensor.wrap(pixels, 1, 3, SIZE, SIZE).to(DType.FLOAT32);
    }
  }

  /// A drive towards a sign: views that come nearer evenly, from `farthest` to `nearest`, sway a little, and
  /// share light and landscape.
  public static List<View> driveBy(int frames, double farthest, double nearest, Rng rng) {
    View start = View.draw(farthest, nearest, rng);
    double sway = between(0, 2 * Math.PI, rng);
    List<View> views = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      double way = i / Math.max(1.0, frames - 1.0);
      views.add(new View(10 * StrictMath.sin(sway + 9 * way), farthest + (nearest - farthest) * way,
          0.1 * (1 - way) + 0.015 * StrictMath.sin(sway + 23 * way),
          -0.06 * (1 - way) + 0.015 * StrictMath.cos(sway + 17 * way), start.light, start.background,
          rng.normal(1, 3, SIZE, SIZE).mul(0.02)));
    }
    return views;
  }

  /// `count` pictures `(count, 3, 32, 32)` of clean signs, classes balanced, sizes from 0.55 to 1. One number
  /// is taken from `rng`.
  public static Dataset generate(int count, Rng rng) {
    return generate(count, 0, rng);
  }

  /// The same, of which a share carries [#graffiti].
  ///
  /// @throws IllegalArgumentException unless `defaced` lies in [0, 1]
  public static Dataset generate(int count, double defaced, Rng rng) {
    if (!(defaced >= 0 && defaced <= 1)) {
      throw new IllegalArgumentException("Signs: the share of defaced signs must lie in [0, 1], not " + defaced);
    }
    Rng stream = Rng.seed(rng.nextLong());
    int[] labels = BalancedLabels.draw(count, NAMES.size(), stream.split("labels"));
    Rng cameras = stream.split("cameras");
    Rng vandals = stream.split("vandals");
    float[] pictures = new float[Math.multiplyExact(count, 3 * SIZE * SIZE)];
    Variable[] surfaces = new Variable[NAMES.size()];
    Arrays.setAll(surfaces, label -> Variable.constant(surface(label)));
    Tensor[] shapes = new Tensor[NAMES.size()];
    Arrays.setAll(shapes, Signs::shape);
    Graph.withoutRecording(() -> {
      for (int i = 0; i < count; i++) {
        View view = View.draw(0.55, 1, cameras.split(i));
        Rng vandal = vandals.split(i);
        Variable surface = vandal.nextDouble() < defaced
            ? Variable.constant(graffiti(surfaces[labels[i]].value(), vandal)) : surfaces[labels[i]];
        float[] seen = view.render(surface, shapes[labels[i]]).value().toFloatArray();
        System.arraycopy(seen, 0, pictures, i * seen.length, seen.length);
      }
    });
    return new Dataset("signs", Tensor.wrap(pictures, count, 3, SIZE, SIZE), Tensor.wrap(labels, count),
        NAMES);
  }

  /// A surface with one to four rectangles of grey stuck on it, anywhere and of any size up to half a side: each is of
  /// one shade, or every point has its own, or every point is dark or light.
  ///
  /// @param surface `(1, 3, 32, 32)`
  public static Tensor graffiti(Tensor surface, Rng rng) {
    float[] points = surface.toFloatArray();
    int stickers = 1 + rng.nextInt(4);
    for (int sticker = 0; sticker < stickers; sticker++) {
      int height = 3 + rng.nextInt(SIZE / 2 - 2);
      int width = 3 + rng.nextInt(SIZE / 2 - 2);
      int top = rng.nextInt(SIZE - height + 1);
      int left = rng.nextInt(SIZE - width + 1);
      int kind = rng.nextInt(3);
      float dark = square(rng.nextFloat());
      float light = 1 - square(rng.nextFloat());
      double share = rng.nextDouble();
      float shade = rng.nextFloat();
      for (int i = 0; i < height * width; i++) {
        float grey = kind == 0 ? shade : kind == 1 ? rng.nextFloat() : rng.nextDouble() < share ? dark : light;
        for (int channel = 0; channel < 3; channel++) {
          points[(channel * SIZE + top + i / width) * SIZE + left + i % width] = grey;
        }
      }
    }
    return Tensor.wrap(points, surface.shape());
  }

  private static float square(float x) {
    return x * x;
  }

  private static double[] outline(int label) {
    return switch (label) {
      case 0 -> octagon(0.93);
      case 3 -> new double[] {-0.92, -0.75, 0.92, -0.75, 0, 0.85};
      case 5 -> new double[] {0, -0.92, 0.92, 0, 0, 0.92, -0.92, 0};
      case 6 -> rectangle(0.8, 0.8);
      default -> ColourRaster.circle(0, 0, 0.9, 0.9);
    };
  }

  private static void paint(int label, ColourRaster p) {
    double[] ground = switch (label) {
      case 0, 1, 3, 4, 7 -> RED;
      case 2 -> YELLOW;
      case 6 -> BLUE;
      default -> WHITE;
    };
    p.fill(ground, outline(label));
    switch (label) {
      case 0 -> {
        p.stroke(WHITE, 0.035, closed(octagon(0.84)));
        letter(p, WHITE, 'S', -0.52, 0, 0.16, 0.27);
        letter(p, WHITE, 'T', -0.17, 0, 0.16, 0.27);
        letter(p, WHITE, 'O', 0.18, 0, 0.13, 0.27);
        letter(p, WHITE, 'P', 0.56, 0, 0.18, 0.27);
      }
      case 1 -> {
        p.ellipse(WHITE, 0, 0, 0.68, 0.68);
        letter(p, BLACK, '4', -0.27, 0, 0.2, 0.34);
        letter(p, BLACK, '5', 0.27, 0, 0.2, 0.34);
      }
      case 2 -> {
        p.stroke(BLACK, 0.09, -0.55, -0.55, 0.55, 0.55);
        p.stroke(BLACK, 0.09, -0.55, 0.55, 0.55, -0.55);
      }
      case 3 -> p.fill(WHITE, -0.58, -0.56, 0.58, -0.56, 0, 0.47);
      case 4 -> p.fill(WHITE, -0.6, -0.17, 0.6, -0.17, 0.6, 0.17, -0.6, 0.17);
      case 5 -> p.fill(YELLOW, 0, -0.68, 0.68, 0, 0, 0.68, -0.68, 0);
      case 6 -> letter(p, WHITE, 'P', 0.05, 0, 0.4, 0.52);
      default -> p.ellipse(WHITE, 0, 0, 0.68, 0.68);
    }
  }

  private static double[] octagon(double radius) {
    double[] corners = new double[16];
    for (int i = 0; i < 8; i++) {
      corners[2 * i] = radius / StrictMath.cos(Math.PI / 8) * StrictMath.cos(Math.PI * (2 * i + 1) / 8);
      corners[2 * i + 1] = radius / StrictMath.cos(Math.PI / 8) * StrictMath.sin(Math.PI * (2 * i + 1) / 8);
    }
    return corners;
  }

  private static double[] rectangle(double halfWidth, double halfHeight) {
    return new double[] {-halfWidth, -halfHeight, halfWidth, -halfHeight, halfWidth, halfHeight, -halfWidth,
        halfHeight};
  }

  private static double[] closed(double[] corners) {
    double[] path = Arrays.copyOf(corners, corners.length + 2);
    path[corners.length] = corners[0];
    path[corners.length + 1] = corners[1];
    return path;
  }

  private static void letter(ColourRaster p, double[] ink, char letter, double x, double y, double width,
      double height) {
    double[][] strokes = switch (letter) {
      case 'S' -> new double[][] {{0.8, -0.7, 0, -1, -0.8, -0.6, 0.8, 0.5, 0, 1, -0.8, 0.7}};
      case 'T' -> new double[][] {{-0.9, -1, 0.9, -1}, {0, -1, 0, 1}};
      case 'O' -> new double[][] {closed(ColourRaster.circle(0, 0, 1, 1))};
      case 'P' -> new double[][] {{-0.7, 1, -0.7, -1, 0.3, -1, 0.7, -0.5, 0.3, 0, -0.7, 0}};
      case '4' -> new double[][] {{0.4, 1, 0.4, -1, -0.8, 0.4, 0.9, 0.4}};
      default -> new double[][] {{0.7, -1, -0.7, -1, -0.7, -0.1, 0.3, -0.1, 0.8, 0.4, 0.3, 1, -0.8, 0.9}};
    };
    for (double[] stroke : strokes) {
      double[] placed = new double[stroke.length];
      for (int i = 0; i < stroke.length; i += 2) {
        placed[i] = x + width * stroke[i];
        placed[i + 1] = y + height * stroke[i + 1];
      }
      p.stroke(ink, 0.25 * Math.min(width, height / 1.4), placed);
    }
  }

  private static double between(double low, double high, Rng rng) {
    return low + (high - low) * rng.nextDouble();
  }
}
