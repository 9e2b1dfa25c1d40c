package scrutable.lessons.adversarial;

import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.Set;
import scrutable.attacks.physical.RandomTransform;
import scrutable.attacks.physical.Transform;
import scrutable.tensor.Tensor;

/// Writes down in which views something was seen. What was made for some views must be judged in others, and two
/// diaries that have nothing in common prove it.
///
/// A view is known by the picture it gives of one thing, which must be the same in the diaries that are compared.
public final class ViewDiary {
  private final Tensor thing;
  private final Set<FloatBuffer> seen = new HashSet<>();

  /// An empty diary.
  ///
  /// @param thing a picture `(1, C, H, W)` that no two views show alike
  public ViewDiary(Tensor thing) {
    this.thing = thing;
  }

  /// The same views in the same order, and each is written down when it is drawn.
  public RandomTransform watching(RandomTransform world) {
    return rng -> {
      Transform view = world.draw(rng);
      note(view.apply(thing));
      return view;
    };
  }

  /// Writes down a view by the picture that it gives of the thing.
  public void note(Tensor picture) {
    seen.add(FloatBuffer.wrap(picture.toFloatArray()));
  }

  /// How many different views were seen.
  public int size() {
    return seen.size();
  }

  /// How many views of this diary stand in the other, too.
  public int countSharedWith(ViewDiary other) {
    return (int) seen.stream().filter(other.seen::contains).count();
  }
}
