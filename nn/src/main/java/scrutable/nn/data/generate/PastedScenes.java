package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Pictures with a few small ones pasted in, and for every pixel what it shows: segmentation of pictures that nobody
/// has outlined by hand, such as handwritten digits on photographs.
///
/// Pictures `(N, 1, H, W)` with pixels in [0, 1], labels `(N, H, W)`: 0 is background, `1 + k` a piece of class k.
///
/// Of a piece only its ink is pasted: a pixel becomes `(1 - ink) dim ground + ink`, with `ink` and `ground` in [0, 1].
/// It belongs to the piece if there is more ink than a threshold says. Pieces and grounds are drawn anew for every
/// picture. The least rectangles that hold all ink of a piece do not overlap and lie wholly inside the picture; of all
/// ways to place them so, all are equally likely.
public final class PastedScenes {
  private static final int TRIES = 10_000;

  private PastedScenes() {}

  /// How pieces are pasted.
  ///
  /// @param pieces    how many in each picture
  /// @param threshold the ink above which a pixel belongs to its piece, in [0, 1)
  /// @param dim       what the ground is multiplied by, in [0, 1]: 0 makes it black, 1 leaves it as it is
  public record Options(int pieces, double threshold, double dim) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if one is out of its range
    public Options {
      if (!(pieces >= 1 && threshold >= 0 && threshold < 1 && dim >= 0 && dim <= 1)) {
        throw new IllegalArgumentException("PastedScenes: needed are a piece or more, a threshold in [0, 1) and a dim"
            + " in [0, 1]; given are " + pieces + ", " + threshold + " and " + dim);
      }
    }
  }

  /// Pictures and what they show.
  ///
  /// @param pictures `(N, 1, H, W)`, `float32`
  /// @param labels   `(N, H, W)`, `int32`
  public record Sample(Tensor pictures, Tensor labels) {}

  /// The ink of a piece within the least rectangle that holds it.
  private record Piece(float[] ink, int height, int width, int label) {
    static Piece of(Dataset pieces, int index, int label) {
      int rows = pieces.inputs().size(2);
      int columns = pieces.inputs().size(3);
      float[] all = pieces.inputs().select(0, index).toFloatArray();
      int top = rows;
      int bottom = -1;
      int left = columns;
      int right = -1;
      for (int p = 0; p < all.length; p++) {
        if (all[p] > 0) {
          top = Math.min(top, p / columns);
          bottom = p / columns;
          left = Math.min(left, p % columns);
          right = Math.max(right, p % columns);
        }
      }
      if (bottom < 0) {
        throw new IllegalArgumentException("PastedScenes: piece " + index + " of " + pieces.name() + " has no ink");
      }
      float[] ink = new float[(bottom - top + 1) * (right - left + 1)];
      for (int row = top; row <= bottom; row++) {
        System.arraycopy(all, row * columns + left, ink, (row - top) * (right - left + 1), right - left + 1);
      }
      return new Piece(ink, bottom - top + 1, right - left + 1, 1 + label);
    }
  }

  /// A piece and its upper left corner.
  private record Place(Piece piece, int top, int left) {
    boolean overlaps(Place other) {
      return top < other.top + other.piece.height && other.top < top + piece.height
          && left < other.left + other.piece.width && other.left < left + piece.width;
    }
  }

  /// Draws pictures; takes one number from `rng`. A picture does not depend on how many follow.
  ///
  /// @param pieces  ink `(P, 1, h, w)` in [0, 1], with classes
  /// @param grounds `(M, 1, H, W)` in [0, 1]
  /// @throws IllegalArgumentException if `count` is negative, a shape or a pixel is another, a piece has no ink, or no
  ///     room was found for pieces that do not overlap
  public static Sample generate(int count, Dataset pieces, Tensor grounds, Options options, Rng rng) {
    requirePictures("pieces", pieces.inputs());
    requirePictures("grounds", grounds);
    if (count < 0) {
      throw new IllegalArgumentException("PastedScenes: count must not be negative, but is " + count);
    }
    Rng stream = Rng.seed(rng.nextLong());
    int[] classes = pieces.labels().toIntArray();
    int height = grounds.size(2);
    int width = grounds.size(3);
    float[] pictures = new float[Math.multiplyExact(count, height * width)];
    int[] labels = new int[pictures.length];
    for (int i = 0; i < count; i++) {
      Rng own = stream.split(i);
      float[] ground = grounds.select(0, own.split("ground").nextInt(grounds.size(0))).toFloatArray();
      int start = i * ground.length;
      for (int p = 0; p < ground.length; p++) {
        pictures[start + p] = (float) (options.dim * ground[p]);
      }
      List<Piece> drawn = drawn(pieces, classes, options.pieces, own.split("pieces"));
      for (Place place : place(drawn, height, width, own.split("places"))) {
        paste(place, options.threshold, pictures, labels, start + place.top * width + place.left, width);
      }
    }
    return new Sample(Tensor.wrap(pictures, count, 1, height, width), Tensor.wrap(labels, count, height, width));
  }

  private static void requirePictures(String what, Tensor pictures) {
    if (pictures.rank() != 4 || pictures.size(0) == 0 || pictures.size(1) != 1
        || !(pictures.min().item() >= 0 && pictures.max().item() <= 1)) {
      throw new IllegalArgumentException("PastedScenes: " + what + " should be grey pictures (N, 1, H, W), one or more,"
          + " with pixels in [0, 1], not " + Shape.text(pictures.shape()) + " or pixels outside of that");
    }
  }

  private static List<Piece> drawn(Dataset pieces, int[] classes, int count, Rng rng) {
    List<Piece> drawn = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int index = rng.nextInt(classes.length);
      drawn.add(Piece.of(pieces, index, classes[index]));
    }
    return drawn;
  }

  /// All places at once, until none overlap: to place one after the other would favour some ways over others.
  private static List<Place> place(List<Piece> pieces, int height, int width, Rng rng) {
    for (int t = 0; t < TRIES; t++) {
      List<Place> places = new ArrayList<>();
      for (Piece piece : pieces) {
        if (piece.height > height || piece.width > width) {
          throw new IllegalArgumentException("PastedScenes: a piece of " + piece.height + " x " + piece.width
              + " pixels does not fit into a picture of " + height + " x " + width);
        }
        Place place = new Place(piece, rng.nextInt(height - piece.height + 1), rng.nextInt(width - piece.width + 1));
        if (places.stream().anyMatch(place::overlaps)) {
          break;
        }
        places.add(place);
      }
      if (places.size() == pieces.size()) {
        return places;
      }
    }
    throw new IllegalArgumentException("PastedScenes: in " + TRIES + " tries there was no room for " + pieces.size()
        + " pieces in a picture of " + height + " x " + width + "; fewer or smaller ones will fit");
  }

  private static void paste(Place place, double threshold, float[] pictures, int[] labels, int corner, int width) {
    Piece piece = place.piece;
    for (int q = 0; q < piece.ink.length; q++) {
      int at = corner + q / piece.width * width + q % piece.width;
      double ink = piece.ink[q];
      pictures[at] = (float) ((1 - ink) * pictures[at] + ink);
      labels[at] = ink > threshold ? piece.label : labels[at];
    }
  }
}
