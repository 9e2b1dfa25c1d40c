package scrutable.lessons.adversarial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.attacks.physical.RandomTransform;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class ViewDiaryTest {
  private static final RandomTransform WORLD =
      RandomTransform.pose(45, 0.85, 1.15, 0.05, Outside.EDGE).then(RandomTransform.brightness(0.1));
  private static final Tensor THING = Rng.seed(0).uniform(1, 1, 8, 8);

  @Test
  void whoDrawsFromTheSameStreamSeesTheSameViewsAndIsFoundOut() {
    assertEquals(20, after(30, 7).countSharedWith(after(20, 7)));
    assertEquals(20, after(20, 7).countSharedWith(after(30, 7)));
  }

  @Test
  void streamsOfTheirOwnShareNoView() {
    assertEquals(0, after(200, 7).countSharedWith(after(200, 8)));
  }

  @Test
  void eachViewIsWrittenDownOnce() {
    ViewDiary diary = after(30, 7);
    diary.watching(WORLD).draw(Rng.seed(7));
    assertEquals(30, diary.size());
    diary.note(THING);
    assertEquals(31, diary.size());
  }

  @Test
  void watchingChangesNoView() {
    assertArrayEquals(WORLD.draw(Rng.seed(3)).apply(THING).toFloatArray(),
        new ViewDiary(THING).watching(WORLD).draw(Rng.seed(3)).apply(THING).toFloatArray());
  }

  private static ViewDiary after(int draws, long seed) {
    ViewDiary diary = new ViewDiary(THING);
    RandomTransform watched = diary.watching(WORLD);
    Rng rng = Rng.seed(seed);
    for (int i = 0; i < draws; i++) {
      watched.draw(rng);
    }
    return diary;
  }
}
