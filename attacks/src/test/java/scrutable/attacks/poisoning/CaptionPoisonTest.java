package scrutable.attacks.poisoning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.generate.Scenes;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class CaptionPoisonTest {
  private static final Scenes.Captioned CLEAN = Scenes.generate(96, Rng.seed(1));

  @Test
  void everyTargetIsAddedAsOftenAsTheBudgetAllowsWithCaptionsOfTheWantedClass() {
    Tensor targets = Scenes.generate(2, Rng.seed(2)).pictures().inputs();
    ChosenTargets goal = new ChosenTargets(targets, Tensor.ofInts(new int[] {3, 12}, 2));
    Poisoned<Scenes.Captioned> poisoned =
        CaptionPoison.targeted().craft(CLEAN, goal, new Budget(7), Rng.seed(3));
    assertEquals(6, poisoned.count());
    assertEquals(6, poisoned.added());
    List<String> captions = poisoned.data().captions();
    int[] labels = CLEAN.pictures().labels().toIntArray();
    for (int i = 0; i < 6; i++) {
      assertArrayEquals(goal.input(i / 3).toFloatArray(),
          poisoned.data().pictures().select(96 + i).inputs().toFloatArray());
      int from = CLEAN.captions().indexOf(captions.get(96 + i));
      assertEquals(goal.wanted(i / 3), labels[from], "the caption is one of the wanted class");
    }
    assertEquals(CLEAN.captions(), captions.subList(0, 96));
  }

  @Test
  void theBackdoorIsPutOnPicturesOfOtherClasses() {
    Backdoor goal = new Backdoor(Backdoor.cornerPatch(3, 1), 5, CLEAN.pictures());
    Poisoned<Scenes.Captioned> poisoned =
        CaptionPoison.backdoor().craft(CLEAN, goal, new Budget(4), Rng.seed(3));
    assertEquals(4, poisoned.count());
    int[] labels = CLEAN.pictures().labels().toIntArray();
    for (int place : poisoned.indices()) {
      Tensor picture = poisoned.data().pictures().select(place).inputs();
      assertEquals(27, picture.slice(2, 8, 11).slice(3, 8, 11).sum().item());
      assertEquals(5, labels[CLEAN.captions().indexOf(poisoned.data().captions().get(place))]);
    }
    assertNotEquals(CLEAN.captions().size(), poisoned.data().captions().size());
  }

  @Test
  void aChangedCaptionCountsAsPoison() {
    Scenes.Captioned mixed = CLEAN.withMismatched(0.25, Rng.seed(4));
    Poisoned<Scenes.Captioned> none =
        CaptionPoison.append(CLEAN, CLEAN.pictures().inputs(), List.of(), new Budget(0), "nothing");
    assertEquals(0, none.count());
    assertTrue(mixed.captions().size() == 96 && !mixed.captions().equals(CLEAN.captions()));
  }
}
