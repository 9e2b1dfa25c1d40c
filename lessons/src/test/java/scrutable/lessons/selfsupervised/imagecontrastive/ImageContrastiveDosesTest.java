package scrutable.lessons.selfsupervised.imagecontrastive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class ImageContrastiveDosesTest {
  private static final ImageContrastivePictures PICTURES = ImageContrastivePictures.drawn(64, Rng.seed(3));

  /// Half the range in each of 14 x 14 pixels is a way of 0.5 * 14.
  @Test
  void changesThatKeepAccountSayHowFarTheyMovedAndChangeTheSame() {
    MeteredChanges lighter = new MeteredChanges((images, rng) -> images.add(0.5));
    Tensor changed = lighter.apply(PICTURES.pool(), Rng.seed(1));
    assertEquals(7, lighter.distance(), 1e-5);
    assertEquals(0.5, changed.sub(PICTURES.pool()).mean().item(), 1e-6);
    MeteredChanges none = new MeteredChanges(Augmentation.none());
    none.apply(PICTURES.pool(), Rng.seed(1));
    assertEquals(0, none.distance());
  }

  @Test
  void theRivalSeesChangesAsLongAsThoseWithoutLabels() {
    MeteredChanges learner = new MeteredChanges(ImageContrastiveExperiment.views());
    learner.apply(PICTURES.pool(), Rng.seed(1));
    ImageContrastiveLabels rival = rival(false);
    assertEquals(1, rival.steps());
    ImageContrastiveDoses doses = doses(learner, rival);
    assertTrue(doses.changes() < 0.15, () -> "" + doses);
    assertEquals(0, doses.unchanged());
    assertEquals(0, doses.shared());
  }

  @Test
  void aRivalWithoutChangesOrWithFewerStepsIsNoticed() {
    MeteredChanges learner = new MeteredChanges(ImageContrastiveExperiment.views());
    learner.apply(PICTURES.pool(), Rng.seed(1));
    assertEquals(1, doses(learner, new ImageContrastiveLabels(0.5, 0.5, 1, 0)).changes());
    assertEquals(0.1, doses(learner, rival(true)).steps(), 1e-12);
  }

  @Test
  void labelledPicturesAreCutIntoSetsOfAsManyOfEachClass() {
    Dataset[] sets = ImageContrastiveLabels.cut(PICTURES.labelled(), 1, 3);
    for (Dataset set : sets) {
      assertArrayEquals(new int[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, set.countPerClass());
    }
    assertEquals(0, sets[0].countSharedWith(sets[1]));
  }

  private static ImageContrastiveDoses doses(MeteredChanges learner, ImageContrastiveLabels rival) {
    return ImageContrastiveDoses.of(PICTURES, 1, learner.distance(), List.of(rival), Rng.seed(4));
  }

  private static ImageContrastiveLabels rival(boolean lazy) {
    return ImageContrastiveLabels.of(ImageContrastiveExperiment.newEncoder(Rng.seed(2)),
        ImageContrastiveLabels.cut(PICTURES.labelled(), 1, 2), PICTURES.test().take(20), 20, lazy, Rng.seed(5));
  }
}
