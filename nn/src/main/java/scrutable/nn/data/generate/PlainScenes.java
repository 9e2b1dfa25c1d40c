package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.nn.data.generate.Scenes.Colour;
import scrutable.nn.data.generate.Scenes.Form;
import scrutable.nn.data.generate.Scenes.Spot;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The pictures of [Scenes] made as simple as possible, with captions that say all and nothing else: to generate
/// pictures from captions and to judge by the pixels whether they are obeyed.
///
/// A picture `(3, 12, 12)`, pixels in **[-1, 1]**, shows a coloured form above or to the left of a grey stone, in snow
/// or in the dark, and its caption is `a red disc above a stone in snow`. There are 64 captions: 4 colours, 4 forms,
/// 2 relations, 2 places.
///
/// What is planted: a caption tells everything but the exact places and sizes, which vary; there are no synonyms and no
/// fillers, and no noise; and the stone is always farther from the form in the direction that the caption names than
/// in the other, so that every picture has one right caption. [PlainSceneReader] finds it.
public final class PlainScenes {
  /// The side of a picture in pixels.
  public static final int SIZE = Scenes.SIZE;
  private static final double STONE_RADIUS = 1.8;
  private static final double[] STONE = {0.5, 0.5, 0.5};
  private static final double[] SNOW = {0.85, 0.85, 0.9};
  private static final double[] DARK = {0.1, 0.1, 0.15};

  private PlainScenes() {}

  /// What a picture shows.
  ///
  /// @param above whether the form is above the stone; else it is to the left of it
  /// @param snow whether that is in the snow; else it is in the dark
  public record Caption(Colour colour, Form form, boolean above, boolean snow) {
    /// How many there are.
    public static final int COUNT = 64;

    /// The caption of a number from 0 to 63.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Caption of(int index) {
      if (index < 0 || index >= COUNT) {
        throw new IllegalArgumentException("PlainScenes: captions have numbers from 0 to 63, not " + index);
      }
      return new Caption(Colour.values()[index / 16], Form.values()[index / 4 % 4], index / 2 % 2 == 1,
          index % 2 == 1);
    }

    /// All 64, in the order of their numbers.
    public static List<Caption> all() {
      return IntStream.range(0, COUNT).mapToObj(Caption::of).toList();
    }

    /// The number of this caption, from 0 to 63.
    public int index() {
      return 16 * colour.ordinal() + 4 * form.ordinal() + (above ? 2 : 0) + (snow ? 1 : 0);
    }

    /// The caption in words, such as `a red disc left of a stone in snow`.
    public String text() {
      return "a " + colour.words().getFirst() + " " + form.words().getFirst() + (above ? " above" : " left of")
          + " a stone in " + (snow ? "snow" : "dark");
    }
  }

  /// Pictures and their captions.
  ///
  /// @param pictures `(N, 3, 12, 12)`, `float32`, in [-1, 1]
  /// @param captions one for each
  public record Sample(Tensor pictures, List<Caption> captions) {
    /// Checks that they are pairs.
    public Sample {
      captions = List.copyOf(captions);
      if (!pictures.hasShape(captions.size(), 3, SIZE, SIZE)) {
        throw new IllegalArgumentException("PlainScenes: " + captions.size() + " captions go with pictures (N, 3, "
            + SIZE + ", " + SIZE + "), not " + Shape.text(pictures.shape()));
      }
    }
  }

  /// Twelve captions to be kept away from training: of each colour with each form of another rank one of the four.
  ///
  /// Any two words that occur together in one of them occur together in training, too; only the four never do. Each
  /// colour and each form is named three times, each relation and each place six times.
  public static List<Caption> heldOut() {
    List<Caption> heldOut = new ArrayList<>();
    for (int colour = 0; colour < 4; colour++) {
      for (int form = 0; form < 4; form++) {
        int difference = colour ^ form;
        if (difference != 0) {
          boolean above = ((difference ^ colour >> 1) & 1) == 1;
          boolean snow = ((difference >> 1 ^ colour) & 1) == 1;
          heldOut.add(new Caption(Colour.values()[colour], Form.values()[form], above, snow));
        }
      }
    }
    return List.copyOf(heldOut);
  }

  /// The captions that are not held out: 52.
  public static List<Caption> seen() {
    return Caption.all().stream().filter(caption -> !heldOut().contains(caption)).toList();
  }

  /// Draws pictures whose captions are taken in turn, in random order, so that each occurs as often as the others;
  /// takes one number from `rng`. A picture does not depend on how many follow.
  ///
  /// @param captions to choose from
  /// @throws IllegalArgumentException if `count` is negative or there are no captions
  public static Sample generate(int count, List<Caption> captions, Rng rng) {
    if (count < 0 || captions.isEmpty()) {
      throw new IllegalArgumentException("PlainScenes: count must not be negative, and there must be a caption, but"
          + " they are " + count + " and " + captions.size());
    }
    Rng stream = Rng.seed(rng.nextLong());
    int[] chosen = BalancedLabels.draw(count, captions.size(), stream.split("captions"));
    Rng places = stream.split("places");
    int length = 3 * SIZE * SIZE;
    float[] pixels = new float[Math.multiplyExact(count, length)];
    List<Caption> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Caption caption = captions.get(chosen[i]);
      double[] picture = Layout.draw(caption, places.split(i)).paint();
      for (int p = 0; p < length; p++) {
        pixels[i * length + p] = (float) picture[p];
      }
      drawn.add(caption);
    }
    return new Sample(Tensor.wrap(pixels, count, 3, SIZE, SIZE), drawn);
  }

  /// Where the two things of a picture lie. Lengths are in pixels.
  ///
  /// @param across of the form, along the axis that the relation does not name
  /// @param along of the form, along the axis that the relation names
  record Layout(Caption caption, double across, double along, double radius, double stoneAcross, double stoneAlong) {
    static final double ACROSS_FROM = 4.2;
    static final double ACROSS_TO = 7.8;
    static final double ALONG_FROM = 3.6;
    static final double ALONG_TO = 4.2;
    static final double RADIUS_FROM = 3;
    static final double RADIUS_TO = 3.3;
    static final double STONE_ACROSS_FROM = 3;
    static final double STONE_ACROSS_TO = 9;
    static final double STONE_ALONG_FROM = 9.2;
    static final double STONE_ALONG_TO = 9.8;

    static Layout draw(Caption caption, Rng own) {
      return new Layout(caption, between(ACROSS_FROM, ACROSS_TO, own), between(ALONG_FROM, ALONG_TO, own),
          between(RADIUS_FROM, RADIUS_TO, own), between(STONE_ACROSS_FROM, STONE_ACROSS_TO, own),
          between(STONE_ALONG_FROM, STONE_ALONG_TO, own));
    }

    private static double between(double low, double high, Rng rng) {
      return low + (high - low) * rng.nextDouble();
    }

    /// The pixels `(3, 12, 12)` in [-1, 1]; each is the mean of 4 x 4 points.
    double[] paint() {
      Spot main = caption.above ? new Spot(across, along, radius) : new Spot(along, across, radius);
      Spot stone = caption.above ? new Spot(stoneAcross, stoneAlong, STONE_RADIUS)
          : new Spot(stoneAlong, stoneAcross, STONE_RADIUS);
      double[] ground = caption.snow ? SNOW : DARK;
      double[] colour = caption.colour.rgb();
      double[] picture = new double[3 * SIZE * SIZE];
      for (int p = 0; p < SIZE * SIZE; p++) {
        double ofStone = stone.coverage(Form.DISC, p / SIZE, p % SIZE);
        double ofForm = main.coverage(caption.form, p / SIZE, p % SIZE);
        for (int c = 0; c < 3; c++) {
          double behind = ground[c] + ofStone * (STONE[c] - ground[c]);
          picture[c * SIZE * SIZE + p] = 2 * (behind + ofForm * (colour[c] - behind)) - 1;
        }
      }
      return picture;
    }
  }
}
