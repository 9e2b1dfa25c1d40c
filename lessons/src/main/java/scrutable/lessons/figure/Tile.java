package scrutable.lessons.figure;

import java.util.List;

/// One place of an [ImageGrid].
public sealed interface Tile {
  /// How a model's answer on the picture is marked; by frame and sign, not by colour alone.
  enum Mark { NONE, RIGHT, WRONG }

  /// A picture with lines of text below it.
  record Image(Picture picture, Mark mark, List<String> caption) implements Tile {
    public Image {
      caption = List.copyOf(caption);
    }
  }

  /// Large text between pictures, like `+ 0.25 ×`.
  record Symbol(String text) implements Tile {}

  /// An empty place.
  record Empty() implements Tile {}

  /// A picture with a caption of short lines.
  static Tile of(Picture picture, String... caption) {
    return new Image(picture, Mark.NONE, List.of(caption));
  }

  /// A picture that was recognised: green frame and check mark.
  static Tile right(Picture picture, String... caption) {
    return new Image(picture, Mark.RIGHT, List.of(caption));
  }

  /// A picture that was mistaken: red frame and cross.
  static Tile wrong(Picture picture, String... caption) {
    return new Image(picture, Mark.WRONG, List.of(caption));
  }

  /// Large text between pictures.
  static Tile symbol(String text) {
    return new Symbol(text);
  }

  /// An empty place.
  static Tile empty() {
    return new Empty();
  }
}
