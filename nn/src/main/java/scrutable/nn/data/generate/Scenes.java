package scrutable.nn.data.generate;

import static java.util.Collections.disjoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Small coloured pictures with captions, such as somebody might have written below them: a stand-in for
/// pictures and texts from the web.
///
/// A picture `(3, 12, 12)` shows a coloured shape above or to the left of a small grey stone, in the snow
/// or in the dark. Its caption names all of that in words chosen at random among synonyms, for instance
/// `filler7 filler41 filler3 a crimson ball left of a grey stone in the snow`, with three of [#FILLERS]
/// filler words in front.
///
/// What is planted, and so known: the class, which is the colour and the form of the coloured shape (16 of
/// them); that each colour and each form has three names, of which every caption uses one at random; and that
/// the filler words say nothing: they are drawn without looking at the picture.
public final class Scenes {
  /// The side of a picture in pixels.
  public static final int SIZE = 12;
  /// How many different filler words there are.
  public static final int FILLERS = 60;
  /// How many filler words a caption has.
  private static final int FILLERS_IN_CAPTION = 3;
  private static final double NOISE = 0.05;
  /// The radius of the stone in pixels.
  private static final double SMALL = 1.8;

  private Scenes() {}

  /// The colour of the shape that the class is about.
  public enum Colour {
    RED(0.9, 0.15, 0.1, "red", "crimson", "scarlet"),
    GREEN(0.1, 0.7, 0.2, "green", "emerald", "lime"),
    BLUE(0.15, 0.25, 0.95, "blue", "navy", "azure"),
    YELLOW(0.95, 0.85, 0.1, "yellow", "golden", "amber");

    private final double[] rgb;
    private final List<String> words;

    Colour(double red, double green, double blue, String... words) {
      this.rgb = new double[] {red, green, blue};
      this.words = List.of(words);
    }

    /// Its three names; the first is the one in the class names.
    public List<String> words() {
      return words;
    }

    /// Red, green and blue, from 0 to 1.
    double[] rgb() {
      return rgb.clone();
    }
  }

  /// The form of a shape.
  public enum Form {
    DISC("disc", "ball", "circle"),
    CROSS("cross", "plus", "star"),
    BAR("bar", "plank", "beam"),
    POLE("pole", "post", "pillar");

    private final List<String> words;

    Form(String... words) {
      this.words = List.of(words);
    }

    /// Its three names; the first is the one in the class names.
    public List<String> words() {
      return words;
    }

    /// Whether a point belongs to the form with radius 1 around the origin.
    boolean covers(double x, double y) {
      return switch (this) {
        case DISC -> x * x + y * y <= 1;
        case CROSS -> isInBox(x, y, 1, 0.3) || isInBox(x, y, 0.3, 1);
        case BAR -> isInBox(x, y, 1, 0.5);
        case POLE -> isInBox(x, y, 0.5, 1);
      };
    }
  }

  private static boolean isInBox(double x, double y, double halfWidth, double halfHeight) {
    return Math.abs(x) <= halfWidth && Math.abs(y) <= halfHeight;
  }

  private record Place(String word, double red, double green, double blue) {}

  private static final List<Place> PLACES = List.of(new Place("snow", 0.85, 0.85, 0.9),
      new Place("dark", 0.1, 0.1, 0.15));

  /// Pictures, their captions, and their classes.
  ///
  /// @param pictures with the classes as labels; only for judging, never for training
  /// @param captions one for each picture
  public record Captioned(Dataset pictures, List<String> captions) {
    public Captioned {
      captions = List.copyOf(captions);
      if (captions.size() != pictures.size()) {
        throw new IllegalArgumentException("Scenes: " + pictures.size() + " pictures and " + captions.size()
            + " captions are not pairs");
      }
    }

    /// The first `count` pairs.
    public Captioned take(int count) {
      return new Captioned(pictures.take(count), captions.subList(0, count));
    }

    /// The same pictures, a share of them with the caption of another: they pass their captions around in a
    /// ring of random order.
    ///
    /// @param share of the pictures, in [0, 1], whose captions are no longer their own
    public Captioned withMismatched(double share, Rng rng) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("Scenes: the share of mismatched captions must lie in [0, 1], but"
            + " is " + share);
      }
      int count = (int) StrictMath.rint(share * captions.size());
      int[] ring = rng.sampleWithoutReplacement(captions.size(), count);
      List<String> mixed = new ArrayList<>(captions);
      for (int i = 0; i < count; i++) {
        mixed.set(ring[i], captions.get(ring[(i + 1) % count]));
      }
      return new Captioned(pictures, mixed);
    }
  }

  /// The 16 classes, `"red disc"` to `"yellow pole"`: colour by colour.
  public static List<String> classNames() {
    List<String> names = new ArrayList<>();
    for (Colour colour : Colour.values()) {
      for (Form form : Form.values()) {
        names.add(colour.words.getFirst() + " " + form.words.getFirst());
      }
    }
    return List.copyOf(names);
  }

  /// The class that a caption names: that of the colour and the form whose words it has. It may be another than that of
  /// the picture it stands below.
  ///
  /// @throws IllegalArgumentException if it does not name exactly one colour and one form
  public static int classOf(String caption) {
    List<String> said = List.of(caption.split(" "));
    List<Colour> colours = Arrays.stream(Colour.values()).filter(one -> !disjoint(one.words, said)).toList();
    List<Form> forms = Arrays.stream(Form.values()).filter(one -> !disjoint(one.words, said)).toList();
    if (colours.size() != 1 || forms.size() != 1) {
      throw new IllegalArgumentException("Scenes: \"" + caption + "\" must name one colour and one form, but names "
          + colours + " and " + forms);
    }
    return colours.getFirst().ordinal() * Form.values().length + forms.getFirst().ordinal();
  }

  /// Draws `count` pictures with captions, classes balanced; takes one number from `rng`.
  ///
  /// @throws IllegalArgumentException if `count` is negative
  public static Captioned generate(int count, Rng rng) {
    if (count < 0) {
      throw new IllegalArgumentException("Scenes: count must not be negative, but is " + count);
    }
    Rng stream = Rng.seed(rng.nextLong());
    int[] labels = BalancedLabels.draw(count, classNames().size(), stream.split("labels"));
    Rng scenes = stream.split("scenes");
    float[] pictures = new float[count * 3 * SIZE * SIZE];
    List<String> captions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Rng own = scenes.split(i);
      Scene scene = Scene.draw(labels[i], own);
      scene.paint(pictures, i * 3 * SIZE * SIZE, own.split("noise"));
      captions.add(scene.caption(own.split("caption")));
    }
    Dataset data = new Dataset("scenes", Tensor.wrap(pictures, count, 3, SIZE, SIZE),
        Tensor.wrap(labels, count), classNames());
    return new Captioned(data, captions);
  }

  /// A round area in which something is painted.
  record Spot(double x, double y, double radius) {
    /// The share of 4 x 4 points of a pixel that a form covers here.
    double coverage(Form form, int row, int column) {
      int inside = 0;
      for (int i = 0; i < 16; i++) {
        double fromX = (column + (i % 4 + 0.5) / 4 - x) / radius;
        double fromY = (row + (i / 4 + 0.5) / 4 - y) / radius;
        inside += form.covers(fromX, fromY) ? 1 : 0;
      }
      return inside / 16.0;
    }
  }

  /// One picture before it is painted. Lengths are in pixels.
  private record Scene(Colour colour, Form form, Place place, boolean above, Spot main, Spot stone) {

    static Scene draw(int label, Rng own) {
      int forms = Form.values().length;
      Place place = PLACES.get(own.nextInt(PLACES.size()));
      boolean above = own.nextBoolean();
      double main = between(4.2, 7.8, own);
      double other = between(2.5, 9.5, own);
      double near = between(3.6, 4.2, own);
      double far = between(9.2, 9.8, own);
      double radius = between(3, 3.5, own);
      return new Scene(Colour.values()[label / forms], Form.values()[label % forms], place, above,
          above ? new Spot(main, near, radius) : new Spot(near, main, radius),
          above ? new Spot(other, far, SMALL) : new Spot(far, other, SMALL));
    }

    private static double between(double low, double high, Rng rng) {
      return low + (high - low) * rng.nextDouble();
    }

    /// Each pixel is the mean of 4 x 4 points, and then changed by uniform noise.
    void paint(float[] pictures, int at, Rng noise) {
      double[] ground = {place.red, place.green, place.blue};
      for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column < SIZE; column++) {
          double shape = main.coverage(form, row, column);
          double thing = stone.coverage(Form.DISC, row, column);
          for (int channel = 0; channel < 3; channel++) {
            double grey = ground[channel] + thing * (0.5 - ground[channel]);
            double pixel = grey + shape * (colour.rgb[channel] - grey) + NOISE * (2 * noise.nextDouble() - 1);
            pictures[at + (channel * SIZE + row) * SIZE + column] = (float) Math.clamp(pixel, 0, 1);
          }
        }
      }
    }

    String caption(Rng words) {
      StringBuilder caption = new StringBuilder();
      for (int i = 0; i < FILLERS_IN_CAPTION; i++) {
        caption.append("filler").append(words.nextInt(FILLERS)).append(' ');
      }
      return caption.append("a ").append(any(colour.words, words)).append(' ').append(any(form.words, words))
          .append(above ? " above a grey stone in the " : " left of a grey stone in the ")
          .append(place.word).toString();
    }

    private static String any(List<String> words, Rng rng) {
      return words.get(rng.nextInt(words.size()));
    }
  }
}
