package scrutable.lessons.adversarial;

import java.util.List;
import scrutable.attacks.ScoreAccess;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// Pictures as a network sees them: with its answer below, and how sure it is, as in "88 % tabby cat".
///
/// @param victim whose answer it is
/// @param names of the classes
/// @param truth the class of what is shown
public record Seen(ScoreAccess victim, List<String> names, int truth) {

  /// One picture `(1, C, H, W)`, marked as right or wrong.
  public Tile tile(Tensor image) {
    Tensor probabilities = Softmaxes.softmax(victim.logits(image));
    int answer = (int) probabilities.argmax(1).get(0);
    String caption = Numbers.fixed(100 * probabilities.get(0, answer), 0) + " % " + names.get(answer);
    return answer == truth ? Tile.right(picture(image), caption) : Tile.wrong(picture(image), caption);
  }

  /// One picture `(1, C, H, W)` without any answer.
  public static Picture picture(Tensor image) {
    return Picture.of(image.contiguous().toFloatArray(), image.size(1), image.size(2), image.size(3));
  }
}
